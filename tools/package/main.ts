// `npm run build:package`: the package as others install it, in dist/package.
import { relative } from 'node:path'
import { buildPackage, PACKAGE, root } from './build.ts'

await buildPackage(PACKAGE)
process.stdout.write(`${relative(root, PACKAGE)} is built: npm publish ${relative(root, PACKAGE)}, or npm pack it\n`)
