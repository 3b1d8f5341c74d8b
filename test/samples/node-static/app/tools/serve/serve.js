#!/usr/bin/env node
// Stands in for the package of this name, which no build can fetch here: the same options, types and answers, as far as the sample goes.
const { existsSync, readFileSync, statSync } = require('node:fs');
const { createServer } = require('node:http');
const { extname, join, normalize } = require('node:path');

const args = process.argv.slice(2);
const at = args.findIndex((word) => word === '-l' || word === '-p');
const port = at === -1 ? (process.env.PORT ?? '3000') : /\d+$/.exec(args.splice(at, 2)[1])[0];
const isSinglePage = args.includes('-s');
const folder = args.find((word) => !word.startsWith('-')) ?? '.';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'application/javascript; charset=utf-8',
};

createServer(({ url }, response) => {
  const path = normalize(new URL(url, 'http://localhost').pathname);
  const candidates = [path, join(path, 'index.html'), ...(isSinglePage ? ['/index.html'] : [`${path}.html`])];
  const found = candidates.map((each) => join(folder, each)).find((file) => existsSync(file) && statSync(file).isFile());
  if (found === undefined) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': TYPES[extname(found)] ?? 'text/plain; charset=utf-8' }).end(readFileSync(found));
}).listen(Number(port));
process.on('SIGINT', () => process.exit(0)).on('SIGTERM', () => process.exit(0));
