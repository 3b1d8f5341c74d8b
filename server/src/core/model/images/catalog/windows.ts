/** Windows base images. */
import type { CatalogEntry } from './entry';
import { asImage, type Layers } from './facts';
import { systemFacts } from './systems';

export const windows: CatalogEntry = {
  repositories: [
    'mcr.microsoft.com/windows',
    'mcr.microsoft.com/windows/nanoserver',
    'mcr.microsoft.com/windows/server',
    'mcr.microsoft.com/windows/servercore',
    'mcr.microsoft.com/windows/servercore/iis',
    'mcr.microsoft.com/dotnet/framework/aspnet',
    'mcr.microsoft.com/dotnet/framework/runtime',
    'mcr.microsoft.com/dotnet/framework/sdk',
    'microsoft/iis',
    'microsoft/nanoserver',
    'microsoft/windowsservercore',
    'microsoft/dotnet-framework',
  ],
  samples: ['ltsc2022'],
  describe: (_tag, repository) => asImage('windows', forRepository(repository)),
};

function forRepository(repository: string): Layers {
  const layers = systemFacts({ kind: 'windows' });
  if (repository.endsWith('/sdk')) return { ...layers, kind: 'sdk', language: { name: 'dotnet' } };
  if (repository.includes('dotnet')) return { ...layers, kind: 'runtime', language: { name: 'dotnet' } };
  return layers;
}
