/** `stagewright clean`: removes from an engine what smoke builds were kept from removing themselves. */
import { cleanEngine, type CleanMode, type Leftover } from '../../smoke/index';
import { type Command, type ExitCode, type Invocation, UsageError } from '../command';
import type { CliIo } from '../io';
import { tellInterrupt } from '../smoke/watching';
import type { SmokeWorld } from './smoke';

export function cleanCommand(world: SmokeWorld): Command {
  return {
    usage: 'clean [--list] [--all] [--engine PROGRAM] [--format text|json]',
    description: [
      'Removes containers, images and leases that carry the label of smoke builds and whose run was abandoned: killed, or cut off from ' +
        'the engine. The next smoke build does the same; this is for machines that make no other one.',
      'Nothing that does not carry the label is touched, nor is an image that was kept under a name. A smoke build that is running, ' +
        'here or on another machine that shares the engine, is left alone unless --all is given.',
      'Exit codes: 0 clean, 1 something could not be removed, 2 wrong use or no engine.',
    ].join('\n\n'),
    options: {
      list: { type: 'boolean', help: 'Only tell what there is.' },
      all: { type: 'boolean', help: 'Also what running smoke builds are working with: they will fail.' },
      engine: {
        type: 'string',
        placeholder: 'PROGRAM',
        help: "The container engine's client; docker when left out, or else podman.",
      },
      format: { type: 'string', choices: ['text', 'json'], help: 'How to report; text is the default.' },
    },
    run: (invocation, io) => runClean(invocation, io, world),
  };
}

async function runClean(
  invocation: Invocation,
  io: CliIo,
  { port, interrupt }: SmokeWorld,
): Promise<ExitCode> {
  const [surplus] = invocation.positionals;
  if (surplus !== undefined) throw new UsageError(`clean takes no "${surplus}"`);
  const mode = modeOf(invocation);
  tellInterrupt(interrupt, io);
  const report = await cleanEngine(port, invocation.value('engine'), mode, interrupt);
  if (report.kind === 'unusable') {
    io.printError(`stagewright clean: ${report.message}\n`);
    return 2;
  }
  if (invocation.value('format') === 'json') io.print(`${JSON.stringify(report, null, 2)}\n`);
  else io.print(`${textOf(report, mode).join('\n')}\n`);
  return report.kept.length === 0 ? 0 : 1;
}

function modeOf(invocation: Invocation): CleanMode {
  if (invocation.has('list')) return 'list';
  return invocation.has('all') ? 'everything' : 'abandoned';
}

interface Cleaned {
  readonly found: readonly Leftover[];
  readonly removed: readonly string[];
  readonly kept: readonly string[];
}

function textOf({ found, removed, kept }: Cleaned, mode: CleanMode): readonly string[] {
  if (found.length === 0) return ['Nothing on this engine carries the label of a smoke build.'];
  if (mode === 'list') return found.map(described);
  const inUse = found.filter(({ isAbandoned }) => !isAbandoned);
  return [
    ...removed.map((name) => `removed  ${name}`),
    ...kept.map((name) => `KEPT     ${name}`),
    ...(mode === 'abandoned'
      ? inUse.map((one) => `in use   ${one.name} (${whose(one)}; --all removes it)`)
      : []),
  ];
}

function described(one: Leftover): string {
  return `${one.isAbandoned ? 'abandoned' : 'in use   '}  ${one.name} (${whose(one)})`;
}

function whose({ owner, host, expires }: Leftover): string {
  return `of ${owner} on ${host}, lease until ${expires}`;
}
