/** Writes a stage as two: the lines of the file are taken over as they stand wherever they are kept. */
import type { Instruction, Node } from '../../syntax/nodes';
import type { FileFacts, StageFacts } from '../../model/facts';
import type { Artifact, Insertion, Piece, Plan, Project } from './contract';
import type { Parts } from './partition';

export interface Writing {
  readonly plan: Plan;
  readonly parts: Parts;
  readonly runtimeBase: string;
  readonly buildName: string;
}

/** The whole new file, with `\n` or the line ends that the file has throughout. */
export function write(project: Project, writing: Writing): string {
  const { file, stage, steps } = project;
  const { plan, parts, runtimeBase, buildName } = writing;
  const text = file.dockerfile.text;
  const eol = /\r\n/.test(text) && !/(?:^|[^\r])\n/.test(text) ? '\r\n' : '\n';
  const build: string[] = [];
  const run: string[] = [];

  const inserted = (place: Insertion['place']): string[] =>
    (plan.insertions ?? []).flatMap((insertion) =>
      insertion.place === place ? [lines(insertion.text, eol)] : [],
    );

  build.push(...inserted('build-start'));
  run.push(...inserted('run-start'));
  for (const step of steps) {
    const placement = parts.get(step);
    if (placement === undefined) continue;
    const lead = leadOf(file, step.instruction);
    const isInBuild = placement.build.kind !== 'left-out';
    if (isInBuild) build.push(lead + pieceText(step.instruction, placement.build, eol));
    if (placement.run.kind !== 'left-out')
      run.push((isInBuild ? '' : lead) + pieceText(step.instruction, placement.run, eol));
    for (const insertion of plan.insertions ?? [])
      if (typeof insertion.place === 'object' && insertion.place.afterInBuild === step)
        build.push(lines(insertion.text, eol));
    if (step === plan.ends) {
      run.push(...inserted('before-artifacts'));
      run.push(...plan.artifacts.map((artifact) => copyLine(artifact, buildName, eol)));
      run.push(...inserted('after-artifacts'));
    }
  }
  build.push(...inserted('build-end'));

  const { start, end } = regionOf(file, stage);
  const before = text.slice(0, start);
  const after = text.slice(end);
  const fromLine = namedFrom(stage, buildName, eol);
  const name = stage.name === undefined ? '' : ` AS ${stage.name}`;
  const tail = trailingComments(file, stage);
  return (
    before +
    fromLine +
    trimmedStart(build.join('')) +
    eol +
    `FROM ${runtimeBase}${name}${eol}` +
    trimmedStart(run.join('')) +
    tail +
    after
  );
}

function lines(text: string, eol: string): string {
  return `${text.replaceAll('\n', eol)}${eol}`;
}

function trimmedStart(text: string): string {
  return text;
}

function pieceText(instruction: Instruction, piece: Piece, eol: string): string {
  switch (piece.kind) {
    case 'left-out':
      return '';
    case 'kept':
      return /\n$/.test(instruction.text) ? instruction.text : `${instruction.text}${eol}`;
    case 'rewritten':
      return lines(piece.text, eol);
  }
}

function copyLine({ from, to, owner }: Artifact, buildName: string, eol: string): string {
  const chown = owner === undefined ? '' : ` --chown=${owner}`;
  return `COPY --from=${buildName}${chown} ${from} ${to}${eol}`;
}

/** The text between the instruction before and this one: blank lines and comments. */
function leadOf(file: FileFacts, instruction: Instruction): string {
  const { dockerfile } = file;
  const index = dockerfile.indexOf(instruction);
  let first = index;
  while (dockerfile.nodes[first - 1]?.kind === 'comment') first -= 1;
  const before = dockerfile.nodes[first - 1];
  const start = before === undefined ? 0 : endOf(file, before);
  return dockerfile.text.slice(start, dockerfile.startOf(instruction));
}

function endOf(file: FileFacts, node: Node): number {
  return file.dockerfile.startOf(node) + node.text.length;
}

/** From the FROM to the end of the stage's last instruction. */
function regionOf(file: FileFacts, stage: StageFacts): { readonly start: number; readonly end: number } {
  const last = stage.instructions.at(-1) ?? stage.from;
  return { start: file.dockerfile.startOf(stage.from), end: endOf(file, last) };
}

function namedFrom(stage: StageFacts, name: string, eol: string): string {
  const { from, nameWord } = stage;
  const text = /\n$/.test(from.text) ? from.text : `${from.text}${eol}`;
  if (nameWord !== undefined)
    return text.slice(0, nameWord.span.start) + name + text.slice(nameWord.span.end);
  const end = stage.baseWord?.span.end ?? from.span.end;
  return `${text.slice(0, end)} AS ${name}${text.slice(end)}`;
}

function trailingComments(_file: FileFacts, _stage: StageFacts): string {
  return '';
}
