/** Restates in the running stage what only the old base image said, where the running program depends on it. */
import { at } from '../../lint/rule';
import { isWithin } from '../../model/artifacts/effects';
import type { BaseImage } from '../../model/images/index';
import {
  type Parts,
  refusal,
  type Insertion,
  type Plan,
  type Project,
  type Refusal,
  type Step,
} from './contract';

/** The lines that the running stage starts with; `image` is its base, undefined when nobody knows it. */
export function carried(
  project: Project,
  plan: Plan,
  parts: Parts,
  image: BaseImage | undefined,
): readonly Insertion[] | Refusal {
  const missing = withoutCommand(project, plan, parts, image);
  if (missing !== undefined) return missing;
  return [...carriedFolder(project, plan, parts, image), ...carriedEntrypoint(project, image)];
}

/** What is relative in the running stage starts from the folder that the old base image works in. */
function carriedFolder(
  { stage, started }: Project,
  { artifacts }: Plan,
  parts: Parts,
  image: BaseImage | undefined,
): readonly Insertion[] {
  const was = stage.parent === undefined ? stage.image?.workdir : undefined;
  if (was === undefined || was === image?.workdir) return [];
  const running = [...parts].flatMap(([step, { run }]) => (run.kind === 'left-out' ? [] : [step]));
  const end = running.findIndex(({ instruction }) => setsFolder(instruction));
  const before = end === -1 ? running : running.slice(0, end);
  const depends =
    before.some(isRelative) ||
    (end === -1 &&
      (started.some(({ words }) => words.some(({ text }) => /^(?!-)(?!\/)[^\s=:]*[\w.]\/?[./]/.test(text))) ||
        artifacts.some(({ to }) => was !== '/' && isWithin(to, was))));
  if (!depends) return [];
  return [
    {
      place: 'run-start',
      text: `WORKDIR ${was}`,
      note: `${was} is where the image of the build stage works, and the running program depends on it.`,
    },
  ];
}

function setsFolder({ keyword, words }: Step['instruction']): boolean {
  return keyword === 'WORKDIR' && words[0]?.value.startsWith('/') === true;
}

function isRelative({ instruction }: Step): boolean {
  const { keyword, words } = instruction;
  if (keyword === 'WORKDIR') return true;
  return (keyword === 'COPY' || keyword === 'ADD') && /^[^/$]/.test(words.at(-1)?.value ?? '/');
}

/** Of a service, its own image says what it starts; of anything else the file has to. */
function withoutCommand(
  { stage }: Project,
  { ends, isForCallers }: Plan,
  parts: Parts,
  image: BaseImage | undefined,
): Refusal | undefined {
  const { cmd, entrypoint } = stage.command;
  if (cmd !== undefined || entrypoint !== undefined || isForCallers === true) return undefined;
  const isRewritten = [...parts].some(
    ([{ instruction }, { run }]) =>
      /^(?:CMD|ENTRYPOINT)$/.test(instruction.keyword) && run.kind !== 'left-out',
  );
  const isSame =
    image?.command !== undefined &&
    JSON.stringify([image.command, image.entrypoint]) ===
      JSON.stringify([stage.image?.command, stage.image?.entrypoint]);
  const isShell = /^(?:ba|a|da)?sh$|python|node|irb/.test(image?.command?.[0]?.replace(/^.*\//, '') ?? '');
  if (isRewritten || (isSame && !isShell && (image.command ?? image.entrypoint) !== null)) return undefined;
  return refusal('no-command', 'Nothing says what the container starts, so what it needs cannot be known.', {
    at: at(ends.instruction),
    wayOut: 'Add a CMD or an ENTRYPOINT.',
  });
}

/** An image that is a program itself would take CMD as its arguments. */
function carriedEntrypoint({ stage }: Project, image: BaseImage | undefined): readonly Insertion[] {
  const { cmd, entrypoint } = stage.command;
  if (cmd === undefined || entrypoint !== undefined) return [];
  const [was, is] = [stage.image?.entrypoint, image?.entrypoint];
  if (!Array.isArray(is) || is.length === 0 || JSON.stringify(was) === JSON.stringify(is)) return [];
  // What such scripts do for their image they do before they start the command as it stands.
  if (/entrypoint/.test(String(is[0]))) return [];
  return [
    {
      place: 'after-artifacts',
      text: `ENTRYPOINT ${was === undefined || was === null ? '[]' : JSON.stringify(was)}`,
      note: 'The image of the running stage starts a program of its own, which would take CMD for its arguments.',
    },
  ];
}
