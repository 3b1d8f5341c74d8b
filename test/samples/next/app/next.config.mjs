// What the image needs is traced by the build.
const withBundle = process.env.ANALYZE === 'true';

export default {
  output: 'standalone',
  reactStrictMode: true,
  productionBrowserSourceMaps: withBundle,
};
