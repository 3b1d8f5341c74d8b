/** Where the Angular CLI puts a project, which angular.json says in three ways. */
import { readArguments, optionValue } from '../commands/options';
import { keysAt, readJsonValue, textAt, valueAt } from './jsonValue';
import type { StartedTool } from './packageScripts';
import { readFile } from './projectFolder';
import type { ToolOutputs } from './projectOutput';

const VALUE_OPTIONS: ReadonlySet<string> = new Set([
  '--output-path',
  '-c',
  '--configuration',
  '--base-href',
  '--project',
]);

/** Source: the builders' schemas (angular_devkit/build_angular, angular/build): `application` adds a `browser` folder. */
export function angularOutputs({ tool, folder }: StartedTool): ToolOutputs {
  const read = readArguments(tool.args, VALUE_OPTIONS);
  const [verb, named] = read.operands;
  if (verb?.value !== 'build' && verb?.value !== 'b') return undefined;
  const file = readFile(folder, 'angular.json');
  const workspace = file.kind === 'text' ? readJsonValue(file.text) : undefined;
  if (workspace === undefined) return undefined;
  const projects = keysAt(workspace, 'projects');
  const name =
    optionValue(read, '--project') ??
    named?.value ??
    (projects.length === 1 ? projects[0] : textAt(workspace, 'defaultProject'));
  if (name === undefined || !projects.includes(name)) return undefined;
  const target = ['architect', 'targets'].find(
    (each) => valueAt(workspace, 'projects', name, each, 'build') !== undefined,
  );
  if (target === undefined) return undefined;
  const at = ['projects', name, target, 'build'];
  const builder = textAt(workspace, ...at, 'builder') ?? '';
  const isApplication = /:application$/.test(builder);
  if (!isApplication && !/:browser(?:-esbuild)?$/.test(builder)) return undefined;
  // A server beside the site is a program, and no files for a web server.
  if (
    valueAt(workspace, ...at, 'options', 'ssr') !== undefined &&
    valueAt(workspace, ...at, 'options', 'ssr') !== false
  )
    return undefined;
  const path =
    optionValue(read, '--output-path') ??
    textAt(workspace, ...at, 'options', 'outputPath') ??
    textAt(workspace, ...at, 'options', 'outputPath', 'base') ??
    (isApplication ? `dist/${name}` : undefined);
  if (path === undefined) return undefined;
  const browser = textAt(workspace, ...at, 'options', 'outputPath', 'browser') ?? 'browser';
  const suffix = isApplication && browser !== '' ? `/${browser}` : '';
  return [{ path: path + suffix, holds: 'site', tool: 'ng', saidBy: 'angular.json' }];
}
