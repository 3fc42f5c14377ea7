import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const apiPort = process.env.PORT ?? '8080';

export default defineConfig({
  root: 'web',
  plugins: [react()],
  // The oldest browser met in offices: domestic browsers built on Chromium 87.
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'chrome87',
    cssTarget: 'chrome87',
    reportCompressedSize: true,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'map', test: /node_modules[\\/](maplibre-gl|@maplibre|@mapbox)/, priority: 3 },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|@tanstack)[\\/]/, priority: 2 },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  // A pattern, because `/api` alone would also catch our own `/api.ts`.
  server: { proxy: { '^/api/': `http://127.0.0.1:${apiPort}` } },
});
