/**
 * `kopru completion`: a script that lets a shell complete the command's verbs, their actions and options. Made of the
 * table of verbs; what is neither is completed as the name of a file.
 */
import { exits, usageError } from './exit.ts';
import { type RunVerb, summaryOf, type Verb } from './verb.ts';

const scripts: Readonly<Record<string, (words: readonly VerbWords[]) => string>> = { bash, zsh, fish };

export function completion(verbs: readonly Verb[]): RunVerb {
  return async (terminal, { args: [shell = ''] }) => {
    if (!Object.hasOwn(scripts, shell)) {
      throw usageError(
        `There is no completion for the shell ${shell}.`,
        `Name one of ${Object.keys(scripts).join(', ')}.`,
      );
    }
    terminal.out(scripts[shell]?.(verbs.map(wordsOf)) ?? '');
    return exits.fine;
  };
}

interface VerbWords {
  readonly name: string;
  readonly about: string;
  readonly actions: readonly string[];
  /** With its dashes, for example `--all`. */
  readonly options: readonly {
    readonly flag: string;
    readonly about: string;
    readonly takesValue: boolean;
  }[];
}

const shared = [
  ['--json', 'write one JSON document for machines'],
  ['--color', 'colour also when the output is no terminal'],
  ['--no-color', 'never colour'],
  ['--lang <language>', 'tell problems in English or Turkish: en or tr'],
  ['--help', 'print help'],
] as const;

function wordsOf(verb: Verb): VerbWords {
  const { usage, actions = [], options = [] } = verb;
  const [name = ''] = usage.split(' ');
  return {
    name,
    about: summaryOf(verb),
    actions,
    options: [...options, ...shared].map(([flags, text]) => {
      const [flag = '', value] = flags.split(' ');
      return { flag, about: text, takesValue: value !== undefined };
    }),
  };
}

function bash(words: readonly VerbWords[]): string {
  const cases = words.map(
    ({ name, actions, options }) =>
      `    ${name}) actions='${actions.join(' ')}' options='${options.map(({ flag }) => flag).join(' ')}' ;;`,
  );
  return `# bash completion for kopru: kopru completion bash > /etc/bash_completion.d/kopru
_kopru() {
  local word=\${COMP_WORDS[COMP_CWORD]} actions options
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '${words.map(({ name }) => name).join(' ')} --help --version' -- "$word"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
    *) return ;;
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
  elif ((COMP_CWORD == 2)); then
    COMPREPLY=($(compgen -W "$actions" -- "$word"))
  fi
}
complete -o default -F _kopru kopru`;
}

function zsh(words: readonly VerbWords[]): string {
  const described = (name: string, about: string) => quoted(`${name}:${about}`);
  const cases = words.map(({ name, actions, options }) => {
    const flags = options.map(({ flag, about, takesValue }) =>
      quoted(`*${flag}[${about.replace(/[[\]]/g, '')}]${takesValue ? ':value:_files' : ''}`),
    );
    const first = actions.length > 0 ? `'2:action:(${actions.join(' ')})'` : "'2:file:_files'";
    return `    ${name}) _arguments ${[...flags, first, "'*:file:_files'"].join(' ')} ;;`;
  });
  return `#compdef kopru
# zsh completion for kopru: kopru completion zsh > "\${fpath[1]}/_kopru"
_kopru() {
  if ((CURRENT == 2)); then
    local -a verbs=(${words.map(({ name, about }) => described(name, about)).join(' ')})
    _describe command verbs
    return
  fi
  case $words[2] in
${cases.join('\n')}
  esac
}
_kopru "$@"`;
}

function fish(words: readonly VerbWords[]): string {
  const lines = words.flatMap(({ name, about, actions, options }) => {
    const here = `-n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c kopru -n __fish_use_subcommand -f -a ${name} -d ${quoted(about)}`,
      ...(actions.length > 0 ? [`complete -c kopru ${here} -a '${actions.join(' ')}'`] : []),
      ...options.map(
        ({ flag, about: text, takesValue }) =>
          `complete -c kopru ${here} -l ${flag.slice(2)} -d ${quoted(text)}${takesValue ? ' -r' : ''}`,
      ),
    ];
  });
  return [
    '# fish completion for kopru: kopru completion fish > ~/.config/fish/completions/kopru.fish',
    ...lines,
  ].join('\n');
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
