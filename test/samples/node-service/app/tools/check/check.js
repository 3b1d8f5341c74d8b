#!/usr/bin/env node
// A dependency that only development needs: runs every file of a folder.
const { readdirSync } = require('node:fs');
const { resolve } = require('node:path');

const folder = resolve(process.argv[2] ?? 'test');
for (const name of readdirSync(folder)) require(resolve(folder, name));
console.log('checked');
