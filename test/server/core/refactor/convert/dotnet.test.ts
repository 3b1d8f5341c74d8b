import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkConversion, checkRefusal } from '../../../../harness/checkConversion';

const before = `FROM mcr.microsoft.com/dotnet/sdk:8.0
WORKDIR /app
COPY . .
RUN dotnet publish -c Release -o out
ENTRYPOINT ["dotnet", "out/Shop.dll"]
`;

const on = (image: string): string => `FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /app
COPY . .
RUN dotnet publish -c Release -o out

FROM mcr.microsoft.com/dotnet/${image}
WORKDIR /app
COPY --from=build /app/out /app/out
ENTRYPOINT ["dotnet", "out/Shop.dll"]
`;

const project = (sdk: string, more = ''): { readonly files: Record<string, { readonly text: string }> } => ({
  files: {
    'Shop.csproj': {
      text: `<Project Sdk="${sdk}"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup>${more}</Project>`,
    },
  },
});

describe('converting .NET', () => {
  it('copies the published folder onto ASP.NET Core of the same series where the project is not known', () => {
    const { explanation, choices } = checkConversion(before, on('aspnet:8.0'));
    assert.match(explanation.join('\n'), /project file is not known/);
    assert.deepEqual(
      choices[0]?.answers.map(({ value }) => value),
      ['mcr.microsoft.com/dotnet/aspnet:8.0', 'mcr.microsoft.com/dotnet/runtime:8.0'],
    );
  });

  it('takes the plain runtime where the project certainly does without ASP.NET Core', () => {
    checkConversion(before, on('runtime:8.0'), project('Microsoft.NET.Sdk'));
    checkConversion(before, on('aspnet:8.0'), project('Microsoft.NET.Sdk.Web'));
    const reference = '<ItemGroup><ProjectReference Include="../Base/Base.csproj" /></ItemGroup>';
    checkConversion(before, on('aspnet:8.0'), project('Microsoft.NET.Sdk', reference));
  });

  it('keeps the system of the tag and drops what the SDK alone has', () => {
    checkConversion(
      `FROM mcr.microsoft.com/dotnet/sdk:8.0.401-alpine3.20
ENV NUGET_PACKAGES=/packages ASPNETCORE_URLS=http://+:80
WORKDIR /src
COPY *.csproj .
RUN dotnet restore
COPY . .
RUN dotnet publish --no-restore -c Release -o /app
WORKDIR /app
USER app
CMD ["dotnet", "Shop.dll"]
`,
      `FROM mcr.microsoft.com/dotnet/sdk:8.0.401-alpine3.20 AS build
ENV NUGET_PACKAGES=/packages ASPNETCORE_URLS=http://+:80
WORKDIR /src
COPY *.csproj .
RUN dotnet restore
COPY . .
RUN dotnet publish --no-restore -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:8.0-alpine3.20
ENV ASPNETCORE_URLS=http://+:80
COPY --from=build /app /app
WORKDIR /app
USER app
CMD ["dotnet", "Shop.dll"]
`,
    );
  });

  it('needs only the libraries of the system where the program brings its runtime', () => {
    const publishing = (options: string): readonly [string, string] => [
      `FROM mcr.microsoft.com/dotnet/sdk:9.0
WORKDIR /src
COPY . .
RUN dotnet publish -c Release ${options} -o /out
ENTRYPOINT ["/out/shop"]
`,
      `FROM mcr.microsoft.com/dotnet/sdk:9.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish -c Release ${options} -o /out

FROM mcr.microsoft.com/dotnet/${/false/.test(options) ? 'aspnet' : 'runtime-deps'}:9.0
WORKDIR /src
COPY --from=build /out /out
ENTRYPOINT ["/out/shop"]
`,
    ];
    checkConversion(...publishing('-r linux-x64 --self-contained true'));
    checkConversion(...publishing('-r linux-x64 --self-contained'));
    checkConversion(...publishing('-p:PublishAot=true'));
    checkConversion(...publishing('-r linux-x64 --self-contained false'));
  });

  it('says that the runtime image names a port where nothing else does', () => {
    const says = (text: string): boolean => /listens on port 8080/.test(text);
    const plain = checkConversion(before, on('aspnet:8.0'), project('Microsoft.NET.Sdk.Web'));
    assert.ok(says(plain.explanation.join('\n')));
    const withPort = (text: string): string =>
      text.replace('WORKDIR /app\n', 'WORKDIR /app\nENV ASPNETCORE_URLS=http://+:5000\n');
    const told = checkConversion(
      withPort(before),
      on('aspnet:8.0').replaceAll('WORKDIR /app\n', 'WORKDIR /app\nENV ASPNETCORE_URLS=http://+:5000\n'),
    );
    assert.ok(!says(told.explanation.join('\n')));
  });
});

describe('what of .NET is not converted', () => {
  it('refuses what builds when it starts', () => {
    checkRefusal(
      'needs-compiler-at-run-time',
      before.replace('ENTRYPOINT ["dotnet", "out/Shop.dll"]', '«ENTRYPOINT ["dotnet", "run"]»'),
    );
  });

  it('refuses an assembly that the build is not known to leave', () => {
    checkRefusal(
      'unknown-artifact',
      before
        .replace('RUN dotnet publish -c Release -o out', 'RUN «dotnet publish -c Release -o out»')
        .replace('out/Shop.dll', '/elsewhere/Shop.dll'),
    );
  });

  it('refuses a program that a script or a variable names', () => {
    checkRefusal(
      'unknown-artifact',
      before.replace('ENTRYPOINT ["dotnet", "out/Shop.dll"]', '«ENTRYPOINT dotnet $NAME.dll»'),
    );
    checkRefusal(
      'unknown-artifact',
      before.replace('ENTRYPOINT ["dotnet", "out/Shop.dll"]', '«ENTRYPOINT ["start"]»'),
    );
  });
});
