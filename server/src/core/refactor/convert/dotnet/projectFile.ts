/** What the project file of a .NET program says about the runtime it needs, when the build context is known. */
import { contextPathsOf } from '../../../model/artifacts/contextPlaces';
import { readArguments } from '../../../model/commands/options';
import { cleaned } from '../../../model/state';
import type { LocatedCompile, Project } from '../contract';

export interface DotnetProject {
  /** False only where the project certainly does without: its SDK is the plain one and it builds on no other project. */
  readonly needsAspnet: boolean;
  readonly isSelfContained: boolean;
  /** Compiled ahead of time to a native program. */
  readonly isNative: boolean;
}

const VALUE_OPTIONS: ReadonlySet<string> = new Set([
  '-o',
  '--output',
  '-c',
  '--configuration',
  '-f',
  '--framework',
  '-r',
  '--runtime',
  '-a',
  '--arch',
  '--os',
  '-v',
  '--verbosity',
  '--artifacts-path',
  '--source',
  '-s',
]);

/** Undefined when it is not known which file it is, or what it says. */
export function dotnetProjectOf(
  project: Project,
  { step, command }: LocatedCompile,
): DotnetProject | undefined {
  const { stage } = project;
  const { workdir } = step.state;
  const named = readArguments(command.args, VALUE_OPTIONS).operands[1]?.value ?? '.';
  if (workdir === undefined) return undefined;
  const path = cleaned(named.startsWith('/') ? named : `${workdir}/${named}`);
  for (const place of contextPathsOf(stage, path)) {
    const files = /\.\w+proj$/.test(place) ? [place] : projectsIn(project, place);
    const [file] = files;
    const text = files.length === 1 && file !== undefined ? project.contextText(file) : undefined;
    if (text !== undefined) return read(text);
  }
  return undefined;
}

function projectsIn({ surroundings }: Project, folder: string): readonly string[] {
  const names = surroundings.context?.entriesIn(folder)?.keys() ?? [];
  return [...names]
    .filter((name) => /\.(?:cs|fs|vb)proj$/.test(name))
    .map((name) => (folder === '' ? name : `${folder}/${name}`));
}

/** A few fields, read as text. Source: the documentation of the .NET project SDKs and of `dotnet publish`. */
function read(text: string): DotnetProject {
  const sdk = /<Project[^>]*\bSdk\s*=\s*"([^"]+)"/i.exec(text)?.[1];
  const isPlain = sdk === 'Microsoft.NET.Sdk';
  const mayBringAspnet = /AspNetCore|<ProjectReference|<Import\b/i.test(text);
  return {
    needsAspnet: !isPlain || mayBringAspnet,
    isSelfContained: /<SelfContained>\s*true/i.test(text),
    isNative: /<PublishAot>\s*true/i.test(text),
  };
}
