import { readFileSync } from 'fs';
import { createServer } from 'http';
import { join } from 'path';
import { words } from 'words';
import { greet } from './greeting';

const page = readFileSync(join(__dirname, '..', 'views', 'page.html'), 'utf8');

createServer(({ url }, response) => {
  const [path, name] = url.split('?name=');
  if (path === '/page') response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  else if (path === '/')
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(`${JSON.stringify(greet(name ?? words[0] ?? ''))}\n`);
  else response.writeHead(404, { 'content-type': 'text/plain' }).end('no such page\n');
}).listen(Number(process.env['PORT'] ?? 3000));
process.on('SIGTERM', () => process.exit(0));
