// The front end's whole build: fills the page's template and puts the result into dist, which is all the final stage takes.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const words = JSON.parse(readFileSync('src/page.json', 'utf8'));
const page = readFileSync('src/page.html', 'utf8').replace(/\{\{(\w+)\}\}/g, (_, name) => words[name]);

mkdirSync('dist', { recursive: true });
writeFileSync('dist/index.html', page);
copyFileSync('src/style.css', 'dist/style.css');
console.log(`dist/index.html: ${page.length} characters`);
