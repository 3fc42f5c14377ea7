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

/** What a person recognises of a User-Agent: `Chrome 132 · Windows`; its first words where it is none we know. */
export function deviceOf(agent: string): string | undefined {
  const browser = browsers.map(([sign, name]) => ({ name, version: sign.exec(agent)?.[1] })).find((one) => one.version);
  const system = systems.find(([sign]) => sign.test(agent))?.[1];
  const parts = [browser && `${browser.name} ${browser.version}`, system].filter(Boolean);
  if (parts.length > 0) return parts.join(' · ');
  return agent.split(' ')[0] || undefined;
}
