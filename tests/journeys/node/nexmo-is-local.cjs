// Preload with `node -r`: names under nexmo.com mean this machine, and nothing else changes.
// The client downloads files only from the vendor's own domains, so the mock must be called by one.
const dns = require('node:dns');

const lookup = dns.lookup;

dns.lookup = (name, options, callback) => {
  const done = callback ?? options;
  if (!/(^|\.)nexmo\.com$/.test(name)) {
    return lookup(name, options, callback);
  }
  const address = { address: '127.0.0.1', family: 4 };
  return process.nextTick(() =>
    options.all ? done(null, [address]) : done(null, address.address, address.family),
  );
};
