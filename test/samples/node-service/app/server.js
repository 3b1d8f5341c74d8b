// A small service: a page from a template, a word from a package, and where it runs.
const { readFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { join } = require('node:path');
const { page } = require('./lib/page');
const { words } = require('words');

const template = readFileSync(join(__dirname, 'views', 'page.html'), 'utf8');

const server = createServer(({ url }, response) => {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  if (pathname === '/words') return answer(200, 'application/json', `${JSON.stringify(words)}\n`);
  if (pathname === '/user') return answer(200, 'text/plain', `${process.getuid()} ${process.cwd()}\n`);
  if (pathname !== '/') return answer(404, 'text/plain', 'no such page\n');
  return answer(200, 'text/html; charset=utf-8', page(template, searchParams.get('name') ?? words[0]));

  function answer(status, type, text) {
    response.writeHead(status, { 'content-type': type }).end(text);
  }
});

server.listen(Number(process.env.PORT ?? 3000));
process.on('SIGTERM', () => process.exit(0));
