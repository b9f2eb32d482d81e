// node reports.cjs PACKAGE ADDRESS KEY METHOD [ARGUMENT ...]: one call of the vendor's client,
// unchanged, by itself (@vonage/reports) or as a part of the whole one (@vonage/server-sdk).
// Arguments are JSON. Writes {"value": ...} or {"error": {"message", "status", "body"}}.
const { Auth } = require('@vonage/auth');

const [name, apiHost, apiKey, method, ...args] = process.argv.slice(2);
const { Reports, Vonage } = require(name);
const auth = new Auth({ apiKey, apiSecret: 'secret' });
const client = Vonage ? new Vonage(auth, { apiHost }).reports : new Reports(auth, { apiHost });

async function asError(error) {
  const body = error.response?.text ? await error.response.text().catch(() => null) : null;
  return { message: error.message, status: error.response?.status ?? null, body };
}

client[method](...args.map((text) => JSON.parse(text)))
  .then((value) => ({ value: value ?? null }))
  .catch(async (error) => ({ error: await asError(error) }))
  .then((outcome) => console.log(JSON.stringify(outcome)));
