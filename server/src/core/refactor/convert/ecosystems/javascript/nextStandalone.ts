/** Next.js with `output: 'standalone'`: the build leaves a server with just the dependencies that it uses. */
import { joined } from '../../../../model/artifacts/commandPlace';
import { readArguments, optionValue } from '../../../../model/commands/options';
import { toolsOfScript } from '../../../../model/javascript/packageScripts';
import { packageScriptOf } from '../../../../model/devServers';
import { LEFT_OUT, type Artifact, type Placement, type Plan, type Refusal, type Step } from '../../contract';
import { ownBases, type Application } from './application';
import { listingAt } from './layout';
import { placeProject } from './placing';

/** Undefined unless the container starts `next start` and everything lies where Next puts it. */
export function nextStandalonePlan(application: Application): Plan | Refusal | undefined {
  const { project, root, ends, start, outputs, manifest } = application;
  const output = outputs.find(({ holds, tool }) => holds === 'standalone' && tool === 'next');
  if (output === undefined || start.kind !== 'program' || manifest?.hasWorkspaces === true) return undefined;
  const listing = listingAt(project, root, ends);
  const port = portOf(application);
  const { cmd, entrypoint } = project.stage.command;
  const starting = entrypoint === undefined ? cmd : undefined;
  const step = project.steps.find(({ instruction }) => instruction === starting);
  if (start.tools.join() !== 'next' || listing === undefined || port === 'unknown' || step === undefined)
    return undefined;
  const folder = joined(root, output.path);
  const artifacts: Artifact[] = [
    { from: `${folder}/standalone`, to: root, kind: 'directory', what: 'the server with its dependencies' },
    { from: `${folder}/static`, to: `${folder}/static`, kind: 'directory', what: 'what browsers load' },
  ];
  if (listing.has('public'))
    artifacts.push({
      from: joined(root, 'public'),
      to: joined(root, 'public'),
      kind: 'directory',
      what: 'public files',
    });
  // Docker sets HOSTNAME to the container's name, and the server would listen on that address alone.
  const environment = ['HOSTNAME=0.0.0.0', ...(port === undefined ? [] : [`PORT=${String(port)}`])];
  const placed = placeProject(application, artifacts, new Set(['node']));
  if ('kind' in placed) return placed;
  const placements = new Map<Step, Placement>(placed.placements).set(step, {
    build: LEFT_OUT,
    run: { kind: 'rewritten', text: `ENV ${environment.join(' ')}\nCMD ["node", "server.js"]` },
  });
  return {
    kind: 'plan',
    ends,
    artifacts,
    bases: ownBases(project),
    needs: { libc: 'none', programs: ['node', ...placed.programs], certificates: 'no', timeZones: 'no' },
    placements,
    insertions: placed.insertions,
    notes: [
      `${output.saidBy ?? 'next.config'} asks for a standalone server, so node starts it instead of "next start".`,
      ...placed.notes,
    ],
  };
}

const VALUES: ReadonlySet<string> = new Set(['-p', '--port', '-H', '--hostname', '--keepAliveTimeout']);

/** The port that `next start` is told; undefined when it is the usual one or comes from PORT. */
function portOf({ project, folder }: Application): number | undefined | 'unknown' {
  for (const { name, args } of project.started) {
    const script = name === undefined ? undefined : packageScriptOf(name, args);
    const inner = script === undefined || folder === undefined ? undefined : toolsOfScript(script, folder);
    for (const words of [args, ...(inner?.tools.map(({ tool }) => tool.args) ?? [])]) {
      const read = readArguments(words, VALUES);
      if (read.options.some((option) => option.name === '-H' || option.name === '--hostname'))
        return 'unknown';
      const given = read.options.some((option) => option.name === '-p' || option.name === '--port');
      if (given) return asPort(optionValue(read, '-p', '--port'));
    }
  }
  return undefined;
}

function asPort(text = ''): number | 'unknown' {
  return /^\d{1,5}$/.test(text) ? Number(text) : 'unknown';
}
