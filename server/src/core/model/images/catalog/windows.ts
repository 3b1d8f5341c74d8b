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
    'microsoft/aspnet',
    'microsoft/dotnet-framework',
    'microsoft/iis',
    'microsoft/mssql-server-windows-developer',
    'microsoft/mssql-server-windows-express',
    'microsoft/nanoserver',
    'microsoft/windowsservercore',
  ],
  samples: ['ltsc2022'],
  describe: (_tag, repository) => asImage('windows', forRepository(repository)),
};

const prompt = ['c:\\windows\\system32\\cmd.exe'];
const serviceMonitor = ['C:\\ServiceMonitor.exe', 'w3svc'];

/** Nano Server has a default account without rights, and had none at first; the others run as the administrator. */
function forRepository(repository: string): Layers {
  const system = systemFacts({ kind: 'windows' });
  const administrator = { ...system, user: 'ContainerAdministrator', workdir: 'C:\\' } as const;
  if (repository.endsWith('/sdk')) return { ...administrator, kind: 'sdk', language: { name: 'dotnet' } };
  if (repository.endsWith('/iis'))
    return { ...administrator, kind: 'service', exposes: [80], entrypoint: serviceMonitor, language: null };
  if (repository.endsWith('aspnet'))
    return {
      ...administrator,
      kind: 'runtime',
      language: { name: 'dotnet' },
      workdir: 'C:\\inetpub\\wwwroot',
      exposes: [80],
      entrypoint: serviceMonitor,
    };
  if (repository.includes('mssql')) return { ...administrator, kind: 'service', language: null };
  if (repository.includes('dotnet'))
    return { ...administrator, kind: 'runtime', language: { name: 'dotnet' } };
  const plain = {
    ...system,
    workdir: 'C:\\',
    exposes: [],
    entrypoint: null,
    command: prompt,
    language: null,
  };
  if (repository.endsWith('nanoserver'))
    return repository.startsWith('mcr.') ? { ...plain, user: 'ContainerUser' } : plain;
  return { ...plain, user: 'ContainerAdministrator' };
}
