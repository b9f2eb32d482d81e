// node telnyx.cjs: calls of the vendor's client, unchanged, each asked for in a line of JSON:
// {"method": "billingGroups.list", "args": [...], "every": false, "times": 1}. `every` loops over
// all pages; `times` calls at once. Answers each line with one of {"value": ..., "sent": [...]} or
// {"error": {"name", "status", "body"}, "sent": [...]}; `sent` is every attempt that was made.
const readline = require('node:readline');
const { Telnyx } = require('telnyx');

let sent = [];

async function fetchAndTell(url, init) {
  const answer = await fetch(url, init);
  const headers = new Headers(init.headers);
  sent.push({
    url: String(url),
    type: headers.get('content-type'),
    retry: headers.get('x-stainless-retry-count'),
    status: answer.status,
  });
  return answer;
}

const client = new Telnyx({ fetch: fetchAndTell });

async function called({ method, args, every }) {
  const path = method.split('.');
  const name = path.pop();
  const answer = path.reduce((part, key) => part[key], client)[name](...args);
  if (!every) {
    return (await answer) ?? null;
  }
  const items = [];
  for await (const item of answer) {
    items.push(item);
  }
  return items;
}

function asError(error) {
  return { name: error.constructor.name, status: error.status ?? null, body: error.error ?? null };
}

async function answered(line) {
  const wish = JSON.parse(line);
  sent = [];
  try {
    const calls = Array.from({ length: wish.times }, () => called(wish));
    const values = await Promise.all(calls);
    return { value: wish.times === 1 ? values[0] : values, sent };
  } catch (error) {
    return { error: asError(error), sent };
  }
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await answered(line)));
  }
})();
