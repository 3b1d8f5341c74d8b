/** Writes a stage as two: the lines of the file are taken over as they stand wherever they are kept. */
import type { Instruction, Node } from '../../syntax/nodes';
import type { FileFacts, StageFacts } from '../../model/facts';
import type { Parts, Artifact, Insertion, Piece, Plan, Project, Step } from './contract';

export interface Writing {
  readonly plan: Plan;
  readonly parts: Parts;
  readonly runtimeBase: string;
  readonly buildName: string;
  /** Undefined for an unnamed one. */
  readonly finalName: string | undefined;
}

/** The whole new file, with `\n` or the line ends that the file has throughout. Every comment of the old file is in it. */
export function write(project: Project, writing: Writing): string {
  const { file, stage } = project;
  const { plan, runtimeBase, buildName, finalName } = writing;
  const { text } = file.dockerfile;
  const eol = /\r\n/.test(text) && !/(?:^|[^\r])\n/.test(text) ? '\r\n' : '\n';
  const style = styleOf(stage, eol);
  const { build, run } = stagesOf(project, writing, style);
  const { start, end } = regionOf(file, stage);
  const after = text.slice(end);
  const name = finalName === undefined ? '' : ` ${style.as} ${finalName}`;
  const result =
    text.slice(0, start) +
    namedFrom(stage, buildName, style) +
    [...inserted(plan, 'build-start', style), ...build, ...inserted(plan, 'build-end', style)].join('') +
    eol +
    `${style.keyword('FROM')} ${runtimeBase}${name}${eol}` +
    [...inserted(plan, 'run-start', style), ...run].join('') +
    after;
  return /\n$/.test(text) || after !== '' ? result : result.replace(/\r?\n$/, '');
}

/** How the file spells what is added to it. */
interface Style {
  readonly eol: string;
  readonly keyword: (word: string) => string;
  readonly as: string;
  readonly escape: string;
}

function styleOf({ from, nameWord }: StageFacts, eol: string): Style {
  const written = from.text.slice(from.keywordSpan.start, from.keywordSpan.end);
  const isLower = written === written.toLowerCase();
  const [, as] =
    nameWord === undefined ? [] : (/\s(as)\s+$/i.exec(from.source.slice(0, nameWord.span.start)) ?? []);
  return {
    eol,
    keyword: (word) => (isLower ? word.toLowerCase() : word),
    as: as ?? (isLower ? 'as' : 'AS'),
    escape: from.escape,
  };
}

interface Stages {
  readonly build: readonly string[];
  readonly run: readonly string[];
}

/** Comments above an instruction go where it goes; where it goes to neither stage, to the next one that is kept. */
function stagesOf({ file, steps }: Project, { plan, parts, buildName }: Writing, style: Style): Stages {
  const build: string[] = [];
  const run: string[] = [];
  let waiting = '';
  for (const step of steps) {
    const placement = parts.get(step);
    const pieces = placement === undefined ? undefined : [placement.build, placement.run];
    const lead = leadOf(file, step.instruction);
    const lost = lostComments(step.instruction, pieces ?? [], style.eol);
    if (
      placement === undefined ||
      (placement.build.kind === 'left-out' && placement.run.kind === 'left-out')
    ) {
      waiting += withoutBlanks(lead) + lost;
    } else {
      const isInBuild = placement.build.kind !== 'left-out';
      const above = below(lead, waiting) + lost;
      waiting = '';
      if (isInBuild) build.push(above + pieceText(step.instruction, placement.build, style));
      if (placement.run.kind !== 'left-out')
        run.push((isInBuild ? '' : above) + pieceText(step.instruction, placement.run, style));
    }
    build.push(...insertedAfter(plan, step, style));
    if (step !== plan.ends) continue;
    run.push(...inserted(plan, 'before-artifacts', style));
    run.push(...plan.artifacts.map((artifact) => copyLine(artifact, buildName, style)));
    run.push(...inserted(plan, 'after-artifacts', style));
  }
  if (waiting !== '') run.push(waiting);
  return { build, run };
}

function inserted({ insertions = [] }: Plan, place: Insertion['place'], style: Style): readonly string[] {
  return insertions.flatMap((insertion) =>
    insertion.place === place ? [addedLines(insertion.text, style)] : [],
  );
}

function insertedAfter({ insertions = [] }: Plan, step: Step, style: Style): readonly string[] {
  return insertions.flatMap(({ place, text }) =>
    typeof place === 'object' && place.afterInBuild === step ? [addedLines(text, style)] : [],
  );
}

/** Of instructions that were not in the file, so they are spelt as it spells its own. */
function addedLines(text: string, { eol, escape, keyword }: Style): string {
  const spelt = text
    .replace(/^[A-Z]+(?= )/gm, (word) => (INSTRUCTIONS.has(word) ? keyword(word) : word))
    .replace(/\\$/gm, escape);
  return lines(spelt, eol);
}

const INSTRUCTIONS: ReadonlySet<string> = new Set([
  'RUN',
  'ENV',
  'COPY',
  'WORKDIR',
  'USER',
  'ENTRYPOINT',
  'CMD',
  'EXPOSE',
  'ARG',
]);

function lines(text: string, eol: string): string {
  return `${text.replaceAll('\n', eol)}${eol}`;
}

function pieceText(instruction: Instruction, piece: Piece, { eol }: Style): string {
  switch (piece.kind) {
    case 'left-out':
      return '';
    case 'kept':
      return /\n$/.test(instruction.text) ? instruction.text : `${instruction.text}${eol}`;
    case 'rewritten':
      return lines(piece.text, eol);
  }
}

/** Comments inside the instruction that no piece of it holds, as lines of their own. */
function lostComments({ text, comments }: Instruction, pieces: readonly Piece[], eol: string): string {
  if (comments.length === 0 || pieces.some(({ kind }) => kind === 'kept')) return '';
  const kept = pieces.map((piece) => (piece.kind === 'rewritten' ? piece.text : '')).join('\n');
  return comments
    .map(({ start, end }) => text.slice(start, end).trim())
    .filter((comment) => !kept.includes(comment))
    .map((comment) => `${comment}${eol}`)
    .join('');
}

function copyLine({ from, to, owner }: Artifact, buildName: string, { eol, keyword }: Style): string {
  const owned = owner === undefined ? '' : ` --chown=${owner}`;
  const paths = /\s/.test(from + to) ? JSON.stringify([from, to]) : `${from} ${to}`;
  return `${keyword('COPY')} --from=${buildName}${owned} ${paths}${eol}`;
}

/** The text between the instruction before and this one: blank lines and comments. */
function leadOf({ dockerfile }: FileFacts, instruction: Instruction): string {
  let first = dockerfile.indexOf(instruction);
  while (dockerfile.nodes[first - 1]?.kind === 'comment') first -= 1;
  const before = dockerfile.nodes[first - 1];
  const start = before === undefined ? 0 : dockerfile.startOf(before) + before.text.length;
  return dockerfile.text.slice(start, dockerfile.startOf(instruction));
}

/** What waits stood above, so it comes first, behind the blank lines. */
function below(lead: string, waiting: string): string {
  const blanks = /^(?:[ \t]*\r?\n)*/.exec(lead)?.[0] ?? '';
  return blanks + waiting + lead.slice(blanks.length);
}

function withoutBlanks(lead: string): string {
  return lead.replace(/^[ \t]*\r?\n/gm, '');
}

/** From the FROM to the end of the stage's last instruction. */
function regionOf(
  { dockerfile }: FileFacts,
  stage: StageFacts,
): { readonly start: number; readonly end: number } {
  const last: Node = stage.instructions.at(-1) ?? stage.from;
  return { start: dockerfile.startOf(stage.from), end: dockerfile.startOf(last) + last.text.length };
}

function namedFrom({ from, nameWord, baseWord }: StageFacts, name: string, { eol, as }: Style): string {
  const text = /\n$/.test(from.text) ? from.text : `${from.text}${eol}`;
  if (nameWord !== undefined)
    return text.slice(0, nameWord.span.start) + name + text.slice(nameWord.span.end);
  const end = baseWord?.span.end ?? from.span.end;
  return `${text.slice(0, end)} ${as} ${name}${text.slice(end)}`;
}
