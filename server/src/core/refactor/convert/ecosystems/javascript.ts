/** JavaScript: sites behind a web server, and programs that Node or Bun runs with their production dependencies. */
import { at } from '../../../lint/rule';
import { refusal, type Ecosystem, type Plan, type Project, type Refusal } from '../contract';
import { applicationOf, type Application } from './javascript/application';
import { nextStandalonePlan } from './javascript/nextStandalone';
import { installsCompiler, servicePlan } from './javascript/service';
import { sitePlan } from './javascript/site';
import { webImagePlan, webRootOf } from './javascript/webImage';

export const javascript: Ecosystem = {
  id: 'javascript',
  name: 'JavaScript',
  plan(project) {
    if (project.shipped !== undefined && project.shipped.compile.ecosystem !== 'javascript') return undefined;
    const application = applicationOf(project);
    if (application === undefined) return undefined;
    const isCompiled = application.compiles.length > 0;
    const webRoot = webRootOf(project);
    if (webRoot !== undefined && isCompiled) return webImagePlan(application, webRoot);
    const language = project.stage.image?.language?.name;
    if (language === 'node' || language === 'bun') return planOf(application, isCompiled);
    // Many a program of another language is shipped with a built front end.
    return project.shipped === undefined ? undefined : withoutNode(project);
  },
};

function withoutNode({ stage }: Project): Refusal {
  const language = stage.image?.language?.name;
  const message =
    language !== undefined
      ? 'A front end is built on an image of another language, and it cannot be told what of it the running program needs.'
      : stage.image === undefined
        ? 'What the base image brings is not known, so it cannot be told which smaller image runs the program.'
        : 'Node.js is installed on a plain system, so it cannot be told which smaller image runs the program.';
  return refusal('no-runtime-base', message, {
    at: at(stage.from),
    wayOut:
      language === undefined
        ? 'Start from an official node image.'
        : 'Build the front end in a stage of its own first, on an official node image.',
  });
}

function planOf(application: Application, isCompiled: boolean): Plan | Refusal {
  const { project, start } = application;
  const { cmd, entrypoint } = project.stage.command;
  const starting = entrypoint ?? cmd;
  if (starting === undefined)
    return refusal('no-command', 'Nothing says what the container starts, so what it needs is not known.', {
      at: at(project.stage.from),
      wayOut: 'Add a CMD.',
    });
  switch (start.kind) {
    case 'develops':
      return refusal(
        'needs-compiler-at-run-time',
        `The container starts ${start.sign}, which works on the sources and needs what a build stage would keep.`,
        {
          at: at(cmd ?? starting),
          wayOut: 'Start what the build leaves: node dist/server.js, or a web server.',
        },
      );
    case 'unknown':
      return hasSmallerBase(project) && isCompiled
        ? servicePlan(application)
        : refusal(
            'unknown-artifact',
            `What "${start.sign}" runs is not known, so what it needs is not either.`,
            {
              at: at(starting),
              wayOut: start.isPackageScript
                ? 'Convert where package.json can be read, or start the program itself: node dist/server.js.'
                : 'Start the program itself: node dist/server.js.',
            },
          );
    case 'serves':
      return sitePlan(application, start);
    case 'program':
      if (!isCompiled && !isWorthwhile(application))
        return refusal('nothing-compiled', 'Nothing in this stage is only there for a build.', {
          at: at(project.stage.from),
        });
      return nextStandalonePlan(application) ?? servicePlan(application);
  }
}

function hasSmallerBase({ stage }: Project): boolean {
  return stage.image?.runtimeSibling !== undefined;
}

/** A program that is not compiled gains by a smaller image, and where compilers or development dependencies stay behind. */
function isWorthwhile({ project, manifest, installs }: Application): boolean {
  if (hasSmallerBase(project)) return true;
  if (manifest !== undefined && manifest.devDependencies.size > 0)
    return installs.some(({ install }) => install.installsDev !== false);
  return project.steps.some(({ commands }) => commands.some(installsCompiler));
}
