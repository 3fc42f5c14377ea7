/** How browsers and systems name themselves, the more particular before those they also claim to be. */
const browsers = [
  [/Edg\/(\d+)/, 'Edge'],
  [/OPR\/(\d+)/, 'Opera'],
  [/Firefox\/(\d+)/, 'Firefox'],
  [/MicroMessenger\/(\d+)/, 'WeChat'],
  [/(?:Chrome|CriOS|HeadlessChrome)\/(\d+)/, 'Chrome'],
  [/Version\/(\d+).*Safari/, 'Safari'],
] as const;

const systems = [
  [/HarmonyOS/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
] as const;

interface Device {
  browser: { name: string; version: string } | undefined;
  system: string | undefined;
}

function read(agent: string): Device {
  const [browser] = browsers.flatMap(([sign, name]) => {
    const version = sign.exec(agent)?.[1];
    return version === undefined ? [] : [{ name, version }];
  });
  return { browser, system: systems.find(([sign]) => sign.test(agent))?.[1] };
}

/** What a person recognises of a User-Agent: `Chrome 132 · Windows`; its first words where it is none we know. */
export function deviceOf(agent: string): string | undefined {
  const { browser, system } = read(agent);
  const parts = [browser && `${browser.name} ${browser.version}`, system].filter(Boolean);
  if (parts.length > 0) return parts.join(' · ');
  return agent.split(' ')[0] || undefined;
}

/** The kind of a device: browser and system without their versions, which grow by themselves. */
export function deviceKindOf(agent: string): string {
  const { browser, system } = read(agent);
  const parts = [browser?.name, system].filter(Boolean);
  return parts.length > 0 ? parts.join(' · ') : (agent.split(/[ /]/)[0] ?? '');
}
