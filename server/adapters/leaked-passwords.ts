let leaked: Promise<ReadonlySet<string>> | undefined;

/** Some fifty thousand passwords of published leaks, the most used ones, in lower case; read when first asked for. */
export function leakedPasswords(): Promise<ReadonlySet<string>> {
  leaked ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']));
  return leaked;
}
