/** Projects of JavaScript as the conversion's tests have them around a Dockerfile. */
import type { ListedFile } from '../../../../../../server/src/core';

type Files = Readonly<Record<string, ListedFile>>;

/** Some manifest, and further files. */
export function project(manifest: object, files: Files = {}): Files {
  return { 'package.json': { text: JSON.stringify(manifest) }, 'package-lock.json': {}, ...files };
}

/** A service that TypeScript compiles, with a folder that it reads at run time. */
export const SERVICE: Files = project(
  {
    scripts: { build: 'tsc', start: 'node dist/server.js' },
    dependencies: { express: '4' },
    devDependencies: { typescript: '5' },
  },
  {
    'tsconfig.json': { text: '{ "compilerOptions": { "outDir": "dist" } }' },
    'src/server.ts': {},
    'views/page.html': {},
    'test/server.test.ts': {},
    'README.md': {},
    '.eslintrc.json': {},
  },
);

/** A site that Vite builds. */
export const FRONT_END: Files = project(
  {
    scripts: { build: 'vite build', start: 'serve -s dist', preview: 'vite preview' },
    devDependencies: { vite: '6' },
  },
  { 'vite.config.ts': { text: 'export default {}' }, 'index.html': {}, 'src/main.ts': {} },
);
