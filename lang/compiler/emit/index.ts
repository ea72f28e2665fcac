export { makeBundle, type Bundle, type BundleFiles, type BundleInput, type FoundRecording } from './bundle.ts'
export { readBundle, readManifest, type ReadBundle, type Refused } from './read-bundle.ts'
export { BUNDLE_VERSION, type Manifest, type ManifestFile, type ManifestRecording } from './manifest.ts'
