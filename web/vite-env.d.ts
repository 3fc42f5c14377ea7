/// <reference types="vite/client" />

declare module 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url' {
  const url: string;
  export default url;
}

declare module '@fontsource-variable/noto-sans-sc';

// antd's own types call these modules CommonJS; what Vite bundles is their ES form.
declare module 'antd/es/locale/zh_CN.js' {
  const locale: import('antd').ConfigProviderProps['locale'];
  export default locale;
}
declare module 'antd/es/locale/en_GB.js' {
  const locale: import('antd').ConfigProviderProps['locale'];
  export default locale;
}
