/** Which packages of the system only serve to install Python packages, and what the running image needs in their place. */
import type { Distribution } from '../../../model/images/baseImage';
import type { Project } from '../contract';
import { DROP, type PackageRule } from '../systemPackages';

/** What only the installation needs, by the names of all systems. */
export const packages: PackageRule = (name) =>
  /^(?:python[\d.]*-(?:pip|pip-whl|venv|virtualenv|wheel|setuptools|build|full)|py[23]?-(?:pip|wheel|setuptools|virtualenv)|virtualenv|pipx|pipenv|poetry|python3-poetry|uv|cython3?|python3-cython|py3-cython)$/.test(
    name,
  )
    ? DROP
    : undefined;

/** Python itself, where only its installer was asked for, which brought it along. */
export function pythonFor(
  project: Project,
  dropped: readonly string[],
  kept: readonly string[],
): readonly string[] {
  if (project.stage.image?.language?.name === 'python') return [];
  const isPython = (name: string): boolean => /^python[\d.]*(?:-minimal)?$/.test(name);
  const brings = dropped.some((name) => /^(?:lib)?python3|^py3-/.test(name));
  if (!brings) return [];
  return [
    ...(kept.some(isPython) ? [] : ['python3']),
    ...(hasDistutils(project.stage.image?.distribution) ? ['python3-distutils'] : []),
  ];
}

/** A module that old packages import; pip brought it along, until Python itself gave it up. Source: package indexes of both. */
function hasDistutils(system: Distribution | undefined): boolean {
  if (system?.id === 'ubuntu') return Number.parseFloat(system.version ?? '99') < 23;
  return system?.id === 'debian' && /^(?:buster|bullseye|bookworm)$/.test(system.codename ?? '');
}
