// The front end's whole build: fills the pages' template and puts the result into dist.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const template = readFileSync('src/page.html', 'utf8');
const pages = JSON.parse(readFileSync('src/pages.json', 'utf8'));

mkdirSync('dist/assets', { recursive: true });
for (const [name, words] of Object.entries(pages))
  writeFileSync(
    `dist/${name}.html`,
    template.replace(/\{\{(\w+)\}\}/g, (_, word) => (word === 'api' ? (process.env.API ?? '/api') : words[word])),
  );
copyFileSync('src/style.css', 'dist/assets/style.css');
copyFileSync('src/app.js', 'dist/assets/app.js');
