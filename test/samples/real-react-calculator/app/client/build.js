const { mkdirSync, writeFileSync } = require('node:fs');
const { page } = require('page');

mkdirSync('build', { recursive: true });
writeFileSync('build/index.html', page('Calculator'));
