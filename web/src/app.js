// What the pages gain with script; all of them work without. Keys, brushing of charts, selecting in place, copying.
import { listen as listenForKeys } from './keys.js'
import { brushAll } from './brush.js'
import { selectInPlace } from './select.js'
import { foldWhereNarrow } from './fold.js'

foldWhereNarrow()
listenForKeys()
brushAll()
selectInPlace()
