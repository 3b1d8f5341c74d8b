/** What an option of `RUN --mount` does here. */
import { nearest } from '../../model/editDistance';
import type { Mount, MountOption } from '../../syntax/nodes';
import type { Place } from '../context';
import { MOUNT_ALIASES, MOUNT_OPTIONS, MOUNT_TYPES } from '../tables/mountOptions';
import { code } from '../words/text';
import { edgeAt, referenceText } from './stageReference';

export function mountOptionLesson(place: Place, mount: Mount, option: MountOption): readonly string[] {
  const name = MOUNT_ALIASES[option.name] ?? option.name;
  const title = `**${option.name.replaceAll('*', '')}** · option of a ${mount.type.replaceAll('*', '')} mount`;
  if (name === 'type') {
    const type = option.value ?? '';
    return [
      title,
      MOUNT_TYPES[type] ?? `${code(type)} is no type of mount: there are bind, cache, tmpfs, secret and ssh.`,
    ];
  }
  const text = MOUNT_OPTIONS[`${mount.type} ${name}`] ?? MOUNT_OPTIONS[name];
  if (text === undefined) {
    const meant = nearest(option.name, [
      'type',
      ...Object.keys(MOUNT_OPTIONS).filter((key) => !key.includes(' ')),
    ]);
    return [
      title,
      `No such option is known here.${meant === undefined ? '' : ` Did you mean ${code(meant)}?`}`,
    ];
  }
  const value = option.value ?? '';
  const shown =
    name === 'from' && option.valueSpan !== undefined
      ? referenceText(place, edgeAt(place, option.valueSpan.start), value)
      : value === ''
        ? 'what is written here'
        : code(value);
  return [
    title,
    text.replaceAll('{value}', () => shown).replaceAll('{plain}', () => value.replaceAll('`', '') || 'NAME'),
  ];
}
