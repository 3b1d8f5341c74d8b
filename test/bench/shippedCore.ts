/**
 * The core as users run it: in one bundle, made with the options of the product's own. The modules that the compiler writes
 * call one another through objects, which costs an eighth of an analysis and is paid by tests alone.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type * as Core from '../../server/src/core/index';
import { repositoryRoot } from '../harness/repository';

/** Reads the sources as they are now, so that nothing has to be bundled before. */
export function shippedAnalyze(): typeof Core.analyze {
  const outfile = join(repositoryRoot(), 'out/bundle/core.js');
  buildSync({
    entryPoints: [join(repositoryRoot(), 'server/src/core/index.ts')],
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
    outfile,
  });
  const core = createRequire(__filename)(outfile) as typeof Core;
  return core.analyze;
}
