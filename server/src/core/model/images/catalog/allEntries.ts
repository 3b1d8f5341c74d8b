/** The whole catalogue, one line a family. */
import { alpine } from './alpine';
import { elixir, erlang, hexpmElixir } from './beam';
import { buildpackDeps } from './buildpackDeps';
import { bun, deno } from './bunDeno';
import { chainguard } from './chainguard';
import { debian, debianLike, ubuntu } from './debianUbuntu';
import { distroless } from './distroless';
import { dotnet } from './dotnet';
import type { CatalogEntry } from './entry';
import { golang, microsoftGolang } from './golang';
import { amazonCorretto, eclipseTemurin, gradle, maven, openjdk, otherJdks, tomcat } from './java';
import { busybox, scratch } from './minimal';
import { node } from './node';
import { clojure, dart, gcc, haskell, julia, perl, swift } from './otherLanguages';
import { composer, frankenphp, php } from './php';
import { python, uvicornGunicorn } from './python';
import { amazonLinux, arch, enterpriseLinux, fedora, suse, ubi } from './rpmSystems';
import { otherRubies, ruby } from './ruby';
import { rust } from './rust';
import { selenium } from './selenium';
import { serviceEntries } from './services';
import { bash, buildkit, docker, lambda, otherTools, scratchToolImages, uv } from './tools';
import { caddy, envoy, haproxy, httpd, nginx, nginxUnprivileged, traefik } from './webServers';
import { windows } from './windows';

export const allEntries: readonly CatalogEntry[] = [
  ...[scratch, busybox, alpine, debian, ubuntu, debianLike, buildpackDeps],
  ...[ubi, amazonLinux, fedora, enterpriseLinux, suse, arch, windows],
  ...[node, bun, deno, golang, microsoftGolang, python, uvicornGunicorn, ruby, otherRubies, rust],
  ...[php, composer, frankenphp, erlang, elixir, hexpmElixir],
  ...[eclipseTemurin, maven, gradle, amazonCorretto, openjdk, otherJdks, tomcat, dotnet],
  ...[swift, haskell, gcc, dart, clojure, perl, julia],
  ...[distroless, chainguard],
  ...[nginx, nginxUnprivileged, httpd, caddy, envoy, haproxy, traefik, selenium, ...serviceEntries],
  ...[docker, buildkit, uv, bash, scratchToolImages, otherTools, lambda],
];
