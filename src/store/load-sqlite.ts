import type * as Sqlite from 'node:sqlite'

/**
 * Node's own SQLite. Node 22 warns at the first load that it is experimental,
 * which tells a person nothing: warnings are held back during the load, and a
 * load at run time, unlike an `import`, can be surrounded so.
 */
export function loadSqlite(): typeof Sqlite {
  const emitWarning: unknown = Reflect.get(process, 'emitWarning')
  Reflect.set(process, 'emitWarning', () => undefined)
  try {
    return process.getBuiltinModule('node:sqlite')
  } finally {
    Reflect.set(process, 'emitWarning', emitWarning)
  }
}
