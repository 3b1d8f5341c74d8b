/** What the commands of a RUN do to the files of the stage; a command that is not known may have done anything. */
import type { ShellCommand, ShellWord } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import type { StageFacts } from '../facts';
import { toolOf } from '../commands/tools';
import { CommandPlace } from './commandPlace';
import type { Effect } from './effects';
import { makers } from './makers';
import { lostTargets } from './mounts';

export function runEffects(stage: StageFacts, instruction: Instruction): readonly Effect[] {
  const script = stage.scriptOf(instruction);
  const mounts = lostTargets(stage, instruction).map(({ path }) => path);
  const everything: Effect = { kind: 'may-hold', path: '/', by: instruction, except: mounts };
  if (script === undefined || script.errors.length > 0 || script.commands.length === 0) return [everything];
  const isConditional = script.commands.some(({ name }) => name === '[' || name === '[[' || name === 'test');
  const place = new CommandPlace(stage, instruction, script.assigned, mounts, isConditional);
  for (const command of script.commands) {
    place.start(command);
    redirects(command, place);
    if (command.words.length > 0) effectsOfCommand(command, place);
    // Nothing more can be learnt.
    const last = place.effects.at(-1);
    if (last?.kind === 'may-hold' && last.path === '/' && place.effects.length > 64) break;
  }
  return place.effects;
}

function redirects(command: ShellCommand, place: CommandPlace): void {
  for (const { operator, target } of command.redirects) {
    if (target === undefined || !/^(?:&?>>?|>\||<>)$/.test(operator)) continue;
    if (target.text.startsWith('/dev/') || /^[&\d-]/.test(target.text)) continue;
    place.hold(target, 'file');
  }
}

function effectsOfCommand(command: ShellCommand, place: CommandPlace): void {
  const { name } = command;
  if (name === undefined || command.wrappers.includes('xargs')) {
    place.taintAll();
    return;
  }
  if (QUIET.has(name)) return;
  if (!PLAIN.has(name)) place.note(command);
  if (SYSTEM.has(name)) {
    place.taintSystem();
    taintNamed(command.args, place);
    return;
  }
  const maker = makers.get(name);
  // `python -m venv` is venv, and no program of Python.
  const tool = maker !== undefined && PLAIN.has(name) ? undefined : toolOf(command);
  const inner = tool === undefined || tool.name === name ? undefined : makers.get(tool.name);
  if (tool !== undefined && inner !== undefined) inner(tool.args, place, command);
  else if (maker !== undefined) maker(command.args, place, command);
  else if (tool !== undefined && (SYSTEM.has(tool.name) || QUIET.has(tool.name))) place.taintSystem();
  else place.taintAll();
}

/** Another root than the image's own, or a target folder: packages may go to any path that is named. */
function taintNamed(args: readonly ShellWord[], place: CommandPlace): void {
  for (const word of args) {
    const at = word.text.indexOf('/');
    if (at === -1 || word.text.includes('://')) continue;
    if (at === 0) place.taintWord(word);
    else if (word.text[at - 1] === '=') place.taintText(word.text.slice(at));
  }
}

/** Commands that bring no file that an image would be built for. */
const QUIET: ReadonlySet<string> = new Set(
  (
    ': [ [[ (( true false echo printf test ls cat pwd set export unset local readonly declare return shift exit wait id ' +
    'whoami uname date umask ulimit trap kill read env printenv nproc getconf sleep which type command hash chmod chown ' +
    'chgrp grep egrep fgrep stat du df wc sort uniq tr cut head tail basename dirname readlink realpath ' +
    'expr seq sha1sum sha256sum sha512sum md5sum file strip ldd nm upx sync setcap getcap awk gawk sed jq xx-info ' +
    'xx-verify apt-mark dpkg-query dpkg-architecture arch hostname getent nslookup ping time diff cmp tty clear break continue let'
  ).split(' '),
);

/** Commands whose words say all that they do. */
const PLAIN: ReadonlySet<string> = new Set(
  (
    'cd pushd popd mkdir touch tee cp mv ln install rsync rm rmdir unlink curl wget find dd apt apt-get apk dnf yum microdnf ' +
    'useradd adduser addgroup groupadd update-ca-certificates ldconfig'
  ).split(' '),
);

/** Commands that change the system, but no folder of a project. */
const SYSTEM: ReadonlySet<string> = new Set(
  (
    'apt apt-get aptitude apk dnf yum microdnf tdnf zypper dpkg dpkg-reconfigure rpm apt-key add-apt-repository groupadd addgroup ' +
    'groupmod usermod passwd chpasswd update-ca-certificates update-ca-trust update-alternatives locale-gen localedef ' +
    'ldconfig rustup corepack gem pecl docker-php-ext-install docker-php-ext-enable docker-php-ext-configure a2enmod ' +
    'a2dismod a2ensite ssh-keyscan gpg gpgconf yum-config-manager update-locale apk-get opam cpan cpanm luarocks'
  ).split(' '),
);
