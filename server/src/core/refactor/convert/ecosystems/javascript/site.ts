/** A built site behind a file server: the running image is a web server with the files, on the same port. */
import { joined } from '../../../../model/artifacts/commandPlace';
import { describeImage } from '../../../../model/images/index';
import { at } from '../../../../lint/rule';
import type { Choice, ChoiceAnswer } from '../../choices';
import {
  KEPT,
  LEFT_OUT,
  refusal,
  type Artifact,
  type Placement,
  type Plan,
  type Project,
  type Refusal,
  type Step,
} from '../../contract';
import type { ShellCommand } from '../../../../shell/nodes';
import { ownBases, type Application } from './application';
import type { FileServer } from './fileServer';
import { globalsFor } from './globals';
import { placeProject } from './placing';
import { calledBy, servicePlan } from './service';
import type { Start } from './start';

type Serving = Extract<Start, { readonly kind: 'serves' }>;

const WEB_ROOT = '/usr/share/nginx/html';

export function sitePlan(application: Application, { server, command }: Serving): Plan | Refusal {
  const { project } = application;
  const port = portOf(project, server);
  const obstacle = nginxObstacle(application, server, port);
  const keep: ChoiceAnswer = {
    value: server.name,
    detail: 'The server that the image starts now, on a smaller image.',
  };
  const image = project.stage.end.user === 'root' ? 'nginx:alpine' : 'nginxinc/nginx-unprivileged:alpine';
  const nginx: ChoiceAnswer = {
    value: image,
    detail: 'A web server that needs no Node.js; it answers alike.',
  };
  const answers = obstacle === undefined ? [nginx, keep] : [keep];
  const taken = project.answers.webServer ?? answers[0]?.value ?? server.name;
  const choice: Choice = {
    id: 'webServer',
    question: 'Which server should serve the built site?',
    answers,
    taken,
  };
  if (isNginx(taken)) {
    if (obstacle !== undefined || port === undefined)
      return refusal('unfit-answer', `nginx cannot take the place of ${server.name}: ${obstacle ?? ''}.`, {
        at: at(application.ends.instruction),
      });
    return { ...nginxPlan(application, server, port, taken), choices: [choice] };
  }
  if (taken !== server.name)
    return refusal('unfit-answer', `"${taken}" is no web server that is known here.`, {
      at: at(application.ends.instruction),
    });
  const kept = servedAsBefore(application, server, command);
  if (kept.kind === 'refused') return kept;
  const notes = obstacle === undefined ? kept.notes : [...kept.notes, `nginx would not do: ${obstacle}.`];
  return { ...kept, notes, choices: [choice, ...(kept.choices ?? [])] };
}

/** A server that is a package of the project needs the project's packages; one of the system needs the site alone. */
function servedAsBefore(application: Application, server: FileServer, command: ShellCommand): Plan | Refusal {
  const { manifest, project } = application;
  if (command.words[0]?.value === server.name && project.started.includes(command))
    return keptPlan(application, server);
  // npx fetches what the project does not have; whether it has is in the manifest.
  if (
    manifest !== undefined &&
    manifest.versionOf(server.name) === undefined &&
    project.started.includes(command)
  )
    return keptPlan(application, server);
  const start: Start =
    manifest === undefined
      ? { kind: 'unknown', sign: server.name, isPackageScript: false }
      : { kind: 'program', file: undefined, tools: [server.name] };
  return servicePlan({ ...application, start });
}

function isNginx(answer: string): boolean {
  return /^nginx/.test(describeImage(answer)?.family ?? '');
}

/** Undefined when a variable decides, now or when the container starts, or the version: before 14 the usual port was 5000. */
function portOf({ stage, started }: Project, { port, name }: FileServer): number | undefined {
  const isGiven = started.some(({ args }) =>
    args.some(({ text }) => /^(?:-l|-p|--listen|--port)/.test(text)),
  );
  if (name !== 'serve' || isGiven) return port;
  const exposed = stage.instructions.flatMap(({ keyword, words }) =>
    keyword === 'EXPOSE' ? words.map(({ value }) => value.replace(/\/tcp$/, '')) : [],
  );
  const isOther = exposed.length > 0 && !exposed.includes(String(port));
  return stage.end.env.has('PORT') || isOther ? undefined : port;
}

/** Why nginx would not answer alike; undefined when it does. */
function nginxObstacle(
  { project, root, outputs }: Application,
  server: FileServer,
  port: number | undefined,
): string | undefined {
  const { user } = project.stage.end;
  if (port === undefined) return `it cannot be told on which port ${server.name} listens`;
  if (server.isSpecial) return `${server.name} is started with options that nginx has no words for`;
  if (user === undefined) return 'it is not known as whom the container runs';
  if (user !== 'root' && port < 1024) return `only root may listen on port ${String(port)} everywhere`;
  const folder = joined(root, server.folder);
  const configured = ['serve.json', 'public/serve.json', `${server.folder}/serve.json`].find(
    (path) => project.contextKind(path) === 'file',
  );
  if (configured !== undefined) return `${configured} configures ${server.name}`;
  if (folder === root && outputs.length > 0) return 'the whole folder of the project is served';
  const { file } = project;
  const syntax = /^#\s*syntax\s*=\s*docker\/dockerfile:1\.([0-3])\b/im.test(
    file.dockerfile.text.slice(0, 200),
  );
  return syntax ? 'the syntax that the file asks for knows no here-documents' : undefined;
}

function nginxPlan(application: Application, server: FileServer, port: number, reference: string): Plan {
  const { project, root, ends } = application;
  const isRoot = project.stage.end.user === 'root';
  const placements = new Map<Step, Placement>(globalsFor(project, new Set()).placements);
  const { cmd, entrypoint } = project.stage.command;
  for (const step of project.steps) {
    const { instruction } = step;
    const { keyword } = instruction;
    if (/^(?:ENV|ARG|USER|SHELL|WORKDIR)$/.test(keyword))
      placements.set(step, { build: step.index < ends.index ? KEPT : LEFT_OUT, run: LEFT_OUT });
    const starting = `${keyword} ["nginx", "-g", "daemon off;"]`;
    if (instruction === (entrypoint ?? cmd))
      placements.set(step, { build: LEFT_OUT, run: { kind: 'rewritten', text: starting } });
    else if (keyword === 'CMD' || keyword === 'ENTRYPOINT')
      placements.set(step, { build: LEFT_OUT, run: LEFT_OUT });
    // What only the old server needed is no part of the build.
    else if (step.index > ends.index && keyword === 'RUN')
      placements.set(step, { build: LEFT_OUT, run: LEFT_OUT });
  }
  const notes = [
    `nginx takes the place of ${server.name} and listens on the same port, ${String(port)}.`,
    server.isSinglePage
      ? 'Every path that is no file gets index.html, as before.'
      : 'Folders without an index.html are not listed any more.',
  ];
  if (!isRoot) notes.push('The image runs as an unprivileged user of its own, as the one before did.');
  return {
    kind: 'plan',
    ends,
    artifacts: [
      { from: joined(root, server.folder), to: WEB_ROOT, kind: 'directory', what: 'the built site' },
    ],
    bases: [{ reference, why: 'A web server on a small system.' }],
    needs: { libc: 'none', programs: ['nginx'], certificates: 'no', timeZones: 'no' },
    placements,
    insertions: [{ place: 'after-artifacts', text: configuration(server, port) }],
    notes,
  };
}

/** Quoted, so that nginx's variables are not taken for the builder's. */
function configuration({ isSinglePage }: FileServer, port: number): string {
  return [
    "COPY <<'EOF' /etc/nginx/conf.d/default.conf",
    'server {',
    `    listen ${String(port)};`,
    `    root ${WEB_ROOT};`,
    '    charset utf-8;',
    '    charset_types text/css text/plain application/javascript application/json;',
    '    gzip on;',
    '    gzip_types text/css text/plain application/javascript application/json image/svg+xml;',
    '    location / {',
    `        try_files $uri ${isSinglePage ? '/index.html' : '$uri.html $uri/ =404'};`,
    '    }',
    '}',
    'EOF',
  ].join('\n');
}

/** The same server on the smaller image, with the site and nothing else of the project. */
function keptPlan(application: Application, server: FileServer): Plan | Refusal {
  const { project, root, ends } = application;
  const folder = joined(root, server.folder);
  const artifacts: readonly Artifact[] = [
    { from: folder, to: folder, kind: 'directory', what: 'the built site' },
  ];
  const placed = placeProject(application, artifacts, calledBy(application));
  if ('kind' in placed) return placed;
  return {
    kind: 'plan',
    ends,
    artifacts,
    bases: ownBases(project),
    needs: { libc: 'none', programs: ['node', ...placed.programs], certificates: 'no', timeZones: 'no' },
    placements: placed.placements,
    insertions: placed.insertions,
    notes: [`${server.name} serves the site as before; only the built files are copied.`, ...placed.notes],
  };
}
