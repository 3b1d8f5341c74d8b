/** Finds the folders of libraries that a jar's manifest names, as far as the project's build file tells it. */
import { contextPathsOf } from '../../../model/artifacts/contextPlaces';
import type { Project } from '../contract';
import type { LaunchPath } from './launch';

/**
 * Maven's jar and assembly plugins write `Class-Path: lib/a.jar …` into the manifest when `addClasspath` says so; the prefix
 * is a folder beside the jar (documentation of Apache Maven Archiver). Quarkus' fast jar always has its libraries beside it.
 */
export function manifestFolders(project: Project, paths: readonly LaunchPath[]): readonly LaunchPath[] {
  return paths.flatMap(({ path, form }): readonly LaunchPath[] => {
    if (form !== 'file' || !/\.jar$/.test(path)) return [];
    const folder = path.slice(0, path.lastIndexOf('/'));
    if (/\/quarkus-app$/.test(folder) && path.endsWith('/quarkus-run.jar'))
      return [{ path: folder, form: 'directory', what: 'the application with its libraries' }];
    const text = pomBeside(project, folder);
    if (text === undefined || !/<addClasspath>\s*true\s*<\/addClasspath>/.test(text)) return [];
    const prefix = /<classpathPrefix>\s*([^<\s]+?)\/?\s*<\/classpathPrefix>/.exec(text)?.[1];
    return prefix === undefined || prefix.includes('$') || prefix.startsWith('.')
      ? []
      : [{ path: `${folder}/${prefix}`, form: 'directory', what: 'the libraries that the jar names' }];
  });
}

/** Of `/app/target`, the pom.xml in `/app`, when the build context is known. */
function pomBeside(project: Project, folder: string): string | undefined {
  const root = /^(.*)\/target$/.exec(folder)?.[1];
  if (root === undefined) return undefined;
  for (const path of contextPathsOf(project.stage, `${root}/pom.xml`)) {
    const text = project.contextText(path);
    if (text !== undefined) return text;
  }
  return undefined;
}
