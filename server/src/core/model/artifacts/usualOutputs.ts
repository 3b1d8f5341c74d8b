/**
 * Where build tools usually leave their result. Nothing of it is certain, for a project may be set up otherwise: it tells a
 * person what to expect, and is never the reason for a finding.
 */
import { toolOf } from '../commands/tools';
import type { BuildContext } from '../context/buildContext';
import type { StageFacts } from '../facts';
import { isWithin, type Ran } from './effects';
import { lostTargets } from './mounts';
import { cargo, cmake, go, make, meson } from './nativeOutputs';
import { OutputPlace, type Teller, type UsualOutput } from './outputPlace';
import { bundle, composer, dotnet, gradle, maven, mix, packages, pip } from './platformOutputs';
import { ANY, bundler, install, javascript, nothing } from './webOutputs';

/** Paths that a program which ran has most likely made; what it wrote below a mount is not among them. */
export function usualOutputs(
  stage: StageFacts,
  ran: Ran,
  context: BuildContext | undefined,
): readonly UsualOutput[] {
  const tool = toolOf(ran.command);
  const teller = tool && tellers.get(tool.name);
  if (tool === undefined || teller === undefined || ran.folder === undefined) return NONE;
  const place = new OutputPlace(stage, ran, ran.folder, context);
  const lost = lostTargets(stage, ran.by);
  return [...teller(tool, place)].filter(({ path }) => !lost.some((mount) => isWithin(path, mount.path)));
}

const NONE: readonly UsualOutput[] = [];

const tellers: ReadonlyMap<string, Teller> = new Map<string, Teller>([
  ['cargo', cargo],
  ['go', go],
  ['mvn', maven],
  ['gradle', gradle],
  ['dotnet', dotnet],
  ['mix', mix],
  ['make', make],
  ['cmake', cmake],
  ['meson', meson],
  ['pip', pip],
  ['npm', javascript(install)],
  ['yarn', javascript(install)],
  ['pnpm', javascript(install)],
  ['bun', javascript(install)],
  ['composer', composer],
  ['bundle', bundle],
  ['poetry', packages(/^install$/, '.venv')],
  ['uv', packages(/^sync$/, '.venv')],
  ['vite', javascript(bundler(/^build$/, 'dist', '--outDir'))],
  ['astro', javascript(bundler(/^build$/, 'dist', '--outDir'))],
  ['ng', javascript(bundler(/^build$/, 'dist', '--output-path'))],
  ['next', javascript(bundler(/^build$/, '.next'))],
  ['nuxt', javascript(bundler(/^(?:build|generate)$/, '.output'))],
  ['react-scripts', javascript(bundler(/^build$/, 'build'))],
  ['vue-cli-service', javascript(bundler(/^build$/, 'dist', '--dest'))],
  ['webpack', javascript(bundler(ANY, 'dist', '-o', '--output-path'))],
  ['parcel', javascript(bundler(/^build$/, 'dist', '--dist-dir'))],
  ['nest', javascript(bundler(/^build$/, 'dist'))],
  ['tsc', javascript(nothing)],
  ['vue-tsc', javascript(nothing)],
  ['rollup', javascript(bundler(ANY, 'dist', '-d', '--dir'))],
  ['esbuild', javascript(nothing)],
  ['tsup', javascript(bundler(ANY, 'dist', '-d', '--out-dir'))],
  ['hugo', bundler(ANY, 'public', '-d', '--destination')],
  ['mkdocs', bundler(/^build$/, 'site', '-d', '--site-dir')],
  ['jekyll', bundler(/^(?:build|b)$/, '_site', '-d', '--destination')],
  ['eleventy', javascript(bundler(ANY, '_site', '--output'))],
]);
