import { resolve } from 'node:path';
import { defineConfig } from 'vite';

export default defineConfig({
  // The folder that the old site had: outDir: 'dist' would be the usual one.
  build: { outDir: 'build', sourcemap: true },
  resolve: { alias: { '@': resolve(__dirname, 'src') } },
});
