/** What a flag does here. */
import { nearest } from '../../model/editDistance';
import type { Flag } from '../../syntax/nodes';
import { mountsOf } from '../../syntax/views';
import { tellMount } from '../words/mounts';
import type { Place } from '../context';
import { FLAGS } from '../tables/flags';
import { MOUNT_TYPES } from '../tables/mountOptions';
import { filledIn } from '../words/path';
import { capital, code } from '../words/text';
import { edgeAt, referenceText, stageFacts } from './stageReference';

export function flagLesson(place: Place, flag: Flag): readonly string[] {
  const { keyword } = place.instruction;
  return [`**--${flag.name.replaceAll('*', '')}** · flag of ${keyword}`, ...textOf(place, flag)];
}

function textOf(place: Place, flag: Flag): readonly string[] {
  const { instruction, context, stage } = place;
  const { keyword } = instruction;
  if (keyword === 'RUN' && flag.name === 'mount') {
    const mount = mountsOf(instruction).find((each) => each.flag === flag);
    if (mount === undefined) return [];
    return [
      `Mounts ${tellMount(mount)}.`,
      MOUNT_TYPES[mount.type] ?? `${code(mount.type)} is no type of mount.`,
    ];
  }
  if (keyword === 'FROM' && flag.name === 'platform' && stage?.base.kind === 'stage')
    return ['Ignored here: the base is a stage, and a stage already has its platform.'];
  const text = FLAGS[`${keyword} ${flag.name}`];
  if (text === undefined) return [unknown(keyword, flag.name)];
  if (keyword === 'COPY' && flag.name === 'from' && flag.valueSpan !== undefined) {
    const edge = edgeAt(place, flag.valueSpan.start);
    const producer = edge && stage?.producer(edge);
    return [
      text.replace('{value}', () => referenceText(place, edge, flag.value ?? '')),
      producer === undefined ? '' : capital(stageFacts(context, producer)),
      'Files come with their mode and owner; settings (ENV, USER, CMD) and everything else stay behind.',
    ];
  }
  return [text.replaceAll('{value}', () => valueOf(place, flag))];
}

/** As written, with the value of its variables where they are known. */
function valueOf({ instruction, state }: Place, flag: Flag): string {
  const written = flag.value ?? '';
  if (written === '') return 'what is written here';
  const known = filledIn(written, instruction.escape, state);
  return known === undefined || known === written ? code(written) : `${code(known)} (${code(written)})`;
}

function unknown(keyword: string, name: string): string {
  const names = Object.keys(FLAGS).flatMap((key) =>
    key.startsWith(`${keyword} `) ? [key.slice(keyword.length + 1)] : [],
  );
  const meant = nearest(name, keyword === 'RUN' ? [...names, 'mount'] : names);
  return `${keyword} has no flag ${code(`--${name}`)} that is known here.${meant === undefined ? '' : ` Did you mean ${code(`--${meant}`)}?`}`;
}
