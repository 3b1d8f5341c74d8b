/** The instructions that only write down a setting: EXPOSE, VOLUME, STOPSIGNAL, LABEL, MAINTAINER. */
import { pairsOf } from '../../syntax/views';
import type { LineLesson, Place } from '../context';
import { PRACTICES } from '../tables/practices';
import { NO_EFFECT } from '../words/cache';
import { fateOfSetting } from '../words/fate';
import { filledIn } from '../words/path';
import { code, codes } from '../words/text';

export function exposeLesson(place: Place): LineLesson {
  const ports = values(place);
  return {
    does: `Documents that the program listens on ${codes(ports) || 'a port'}${ports.some((port) => port.includes('/')) ? '' : ' (TCP)'}. It opens and publishes nothing by itself.`,
    result: fateOfSetting(place),
    cache: NO_EFFECT,
    limit: 'access from outside. That takes `docker run -p`, or `-P` for all ports that are documented.',
    practice: PRACTICES.expose,
  };
}

export function volumeLesson(place: Place): LineLesson {
  const { instruction } = place;
  const paths = instruction.exec?.map(({ value }) => value) ?? values(place);
  return {
    does: `Every container gets an anonymous volume at ${codes(paths) || 'a path'}, unless one is mounted there. What the image holds there is copied into it once.`,
    result: fateOfSetting(place),
    cache: NO_EFFECT,
    limit:
      'durable data or a backup. An anonymous volume goes with `docker run --rm`, and a new container gets a new one.',
    practice: PRACTICES.volume,
  };
}

export function stopsignalLesson(place: Place): LineLesson {
  const [signal = 'a signal'] = values(place);
  return {
    does: `${code('docker stop')} sends ${code(signal)} to process 1 of the container instead of ${code('SIGTERM')}.`,
    result: fateOfSetting(place),
    cache: NO_EFFECT,
    limit:
      'a clean end by itself. The program has to handle the signal, and is killed when it has not ended in time (10 s as a rule).',
    practice: PRACTICES.stopsignal,
  };
}

export function labelLesson(place: Place): LineLesson {
  const names = pairsOf(place.instruction).map(({ name }) => name);
  return {
    does: `Writes ${codes(names) || 'a label'} into the image’s configuration, where ${code('docker inspect')} and registries show it.`,
    result: fateOfSetting(place),
    cache: NO_EFFECT,
    practice: PRACTICES.label,
  };
}

export function maintainerLesson(place: Place): LineLesson {
  return {
    does: 'Names the author of the image. Deprecated: a label says the same and can be read by tools.',
    result: fateOfSetting(place),
    cache: NO_EFFECT,
    practice: 'Write `LABEL org.opencontainers.image.authors="…"` instead.',
  };
}

function values({ instruction, state }: Place): string[] {
  return instruction.words.map((word) => filledIn(word.text, instruction.escape, state) ?? word.value);
}
