// node reports.cjs ADDRESS KEY METHOD [ARGUMENT ...]: one call of the vendor's client, unchanged.
// Arguments are JSON. Writes {"value": ...} or {"error": {"message", "status", "body"}}.
const { Auth } = require('@vonage/auth');
const { Reports } = require('@vonage/reports');

const [apiHost, apiKey, method, ...args] = process.argv.slice(2);
const client = new Reports(new Auth({ apiKey, apiSecret: 'secret' }), { apiHost });

async function asError(error) {
  const body = error.response?.text ? await error.response.text().catch(() => null) : null;
  return { message: error.message, status: error.response?.status ?? null, body };
}

client[method](...args.map((text) => JSON.parse(text)))
  .then((value) => ({ value: value ?? null }))
  .catch(async (error) => ({ error: await asError(error) }))
  .then((outcome) => console.log(JSON.stringify(outcome)));
