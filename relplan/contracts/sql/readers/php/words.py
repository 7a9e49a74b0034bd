"""What a migration in PHP may call without touching a schema: enquiries, plain values, models."""

ASKS = frozenset(
    """hasTable hasColumn hasColumns hasIndex hasView hasForeignKey getColumnListing getColumnType
    getIndexes getIndexListing getColumns getForeignKeys getTables getTableListing getViews
    getDoctrineSchemaManager getDoctrineColumn getDoctrineConnection getTypes getAllTables
    getSchemas listTableIndexes listTableColumns listTableForeignKeys listTableDetails listTables
    introspectTable createSchemaManager hasPrimaryKey""".split()
)
"""What asks a database for its schema."""
SQL = frozenset(
    """statement unprepared affectingStatement select selectOne selectFromWriteConnection scalar
    insert update delete exec query execute executeStatement executeQuery addSql cursor
    prepare""".split()
)
"""Calls on a database whose first argument is SQL."""
QUIET = frozenset(
    """disableForeignKeyConstraints enableForeignKeyConstraints defaultStringLength
    morphUsingUuids morphUsingUlids blueprintResolver beginTransaction commit rollBack rollback
    enableQueryLog disableQueryLog flushQueryLog getQueryLog reconnect purge disconnect
    getDatabaseName getName setDefaultConnection getDefaultConnection listen getPdo
    getReadPdo registerDoctrineType registerDoctrineTypeMapping getQueryGrammar getSchemaGrammar
    transactionLevel ensureVectorExtensionExists ensureExtensionExists lastInsertId
    prefixIndexes getPostProcessor quote escape createDatabase getDatabasePlatform
    getWrappedConnection registerCustomDoctrineType defaultTimePrecision unsetEventDispatcher
    withoutPretending useWriteConnectionWhenReading usingNativeSchemaOperations
    useNativeSchemaOperationsIfPossible""".split()
)
"""Calls on a database that no reader or writer of a table can tell."""
RUNS = frozenset(
    """transaction each map filter chunk chunkById chunkByIdDesc eachById lazy tap when unless
    withoutForeignKeyConstraints withoutEvents withoutTimestamps every some reduce transform
    flatMap mapWithKeys sortBy groupBy reject partition pipe where orWhere whereHas orWhereHas
    whereExists whereNotExists whereDoesntHave with unguarded retry pretend rescue value once
    array_map array_walk array_filter usort uasort uksort array_reduce call_user_func
    call_user_func_array contains first firstWhere sum keyBy whereNot cursor join leftJoin joinSub
    leftJoinSub withCount load then finally disableSearchSyncing withoutSyncingToSearch
    withoutTouching withoutBroadcasting sort sole until doesntContain unique mapInto max
    min avg isolate mapToGroups insertUsing fromSub using lazyById sortByDesc
    preg_replace_callback array_walk_recursive array_any array_all array_find
    withoutGlobalScope withoutGlobalScopes""".split()
)
"""Calls that run the functions that they are given."""
CHANGES = frozenset(
    """update save create insert delete forceDelete upsert updateOrCreate firstOrCreate
    updateOrInsert increment decrement saveQuietly updateQuietly createQuietly forceCreate
    deleteQuietly insertGetId insertOrIgnore insertUsing saveOrFail updateOrFail restore touch
    attach detach sync syncWithoutDetaching associate dissociate dispatch dispatchSync
    dispatchNow dispatchAfterResponse push createMany saveMany truncate destroy
    givePermissionTo assignRole syncPermissions syncRoles revokePermissionTo removeRole
    incrementEach decrementEach updateExistingPivot toggle forceFill fillAndInsert
    createOrFirst createOrRestore findOrCreate forceDestroy addMedia toMediaCollection notify
    replicate searchable unsearchable deleteOrFail touchQuietly updateOrInsertQuietly raiseOrFail
    incrementQuietly decrementQuietly""".split()
)
"""What changes rows, or will have them changed later."""
OF_ROWS = frozenset(
    """get all find findOrFail findMany first firstOrFail firstOrNew pluck count exists doesntExist
    query select selectRaw addSelect whereIn whereNotIn whereNull whereNotNull whereRaw
    whereColumn whereBetween whereDate whereKey orWhereNull orWhereNotNull orWhereIn orWhereRaw
    orderBy orderByDesc orderByRaw latest oldest limit take skip offset groupBy groupByRaw having
    havingRaw rightJoin crossJoin on distinct from fromRaw table value paginate withTrashed
    onlyTrashed newQuery newModelQuery newQueryWithoutScopes toBase make fill setAttribute
    getAttribute getAttributes getRawOriginal getOriginal getKey getKeyName getTable setTable
    setConnection getConnection on onWriteConnection toArray toJson isEmpty isNotEmpty keys values
    implode explode flip combine merge diff diffKeys intersect last shift pop prepend put
    forget has get add collect only except slice chunkWhile random flatten collapse countBy
    refresh fresh relationLoaded loadMissing makeVisible makeHidden wasChanged isDirty isClean
    lockForUpdate sharedLock toSql toRawSql getBindings doesntHave whereJsonContains union
    unionAll whereMorphedTo roles permissions unguard reguard flushEventListeners bootIfNotBooted
    clearBootedModels toQuery getQuery getModel newInstance newCollection orWhereNot
    whereJsonLength whereNotBetween whereYear whereMonth whereLike whereAny whereAll whereNone
    orWhereColumn orWhereNotIn joinWhere cursorPaginate setEagerLoads getModels firstOr findOr
    dd dump average aggregate numericAggregate havingNull useIndex forceIndex setAppends append
    saving creating updating deleting withoutRelations setRelation getRelation isRelation
    useWritePdo grammar getCasts mergeCasts setKeyName getMorphClass getForeignKey
    unsetEventDispatcher setEventDispatcher getEventDispatcher usesTimestamps
    hasColumn getConnectionName resolveConnection morphMap cases from tryFrom""".split()
)
"""What asks a model, a query, a row or a collection of them."""
VALUES = frozenset(
    """Str Arr Carbon CarbonImmutable Log Cache Config App Hash File Storage Crypt Uuid RamseyUuid
    DateTime DateTimeImmutable DateTimeZone DateInterval Collection Lang Cookie Session URL Date
    Http Process Number Stringable Ulid Validator Exception RuntimeException Throwable
    LogicException Fortify InvalidArgumentException ConsoleOutput Closure stdClass
    ReflectionClass PDO Redis Queue Auth
    Gate Password Encrypter Expression Type Types Blueprint ProgressBar Yaml Finder Filesystem
    Intl IntlChar Normalizer NumberFormatter Locale Money Currency SplFileInfo Symfony Table
    Sleep Benchmark Context BadMethodCallException UnexpectedValueException DomainException
    SettingsMigration OutputStyle ArgvInput StringInput ArrayInput Concurrency Random
    Rule Fluent HtmlString Translator Blade View Factory Generator Faker Mail Notification
    Container Application Route Broadcast RateLimiter PhpOption ErrorException""".split()
)
"""Classes that know no table."""
FUNCTIONS = frozenset(
    """config env now today collect optional data_get data_set data_fill head last class_basename
    blank filled logger info report abort abort_if abort_unless throw_if throw_unless sprintf
    printf vsprintf print_r var_dump var_export dump dd count sizeof in_array implode join explode
    trim ltrim rtrim ucfirst ucwords lcfirst strtolower strtoupper strlen strpos stripos strrpos
    substr substr_count strstr strrev strtr nl2br number_format range compact extract min max abs
    ceil floor round intval floatval strval boolval settype gettype isset empty unset is_null
    is_array is_string is_int is_integer is_numeric is_bool is_object is_callable is_float
    is_iterable is_a is_subclass_of get_class get_debug_type method_exists class_exists
    interface_exists trait_exists function_exists property_exists defined define constant time
    date strtotime mktime microtime gmdate checkdate date_default_timezone_get sleep usleep
    set_time_limit ini_set ini_get memory_get_usage gc_collect_cycles md5 sha1 crc32 hash
    hash_hmac uniqid rand mt_rand random_int random_bytes bin2hex hex2bin base64_encode
    base64_decode serialize unserialize json_encode json_decode json_last_error http_build_query
    urlencode rawurlencode parse_url parse_str filter_var ctype_digit ctype_alpha ctype_upper
    file_exists is_file is_dir file_get_contents file_put_contents unlink mkdir rmdir fopen fgets
    fgetcsv fclose fwrite feof glob scandir dirname basename pathinfo realpath base_path app_path
    database_path storage_path public_path resource_path config_path lang_path usort sort rsort
    ksort krsort asort arsort shuffle current key next reset end each list func_get_args echo print
    print exit die error_log trigger_error str bcrypt encrypt decrypt e trans __ route url asset
    app resolve fake cache session request auth array str_replace str_contains str_starts_with
    str_ends_with str_pad str_repeat str_split str_word_count str_limit str_slug preg_match
    preg_match_all preg_replace preg_split preg_quote mb_strlen mb_substr mb_strtolower
    mb_strtoupper mb_convert_encoding mb_strpos utf8_encode utf8_decode iconv html_entity_decode
    htmlspecialchars htmlentities strip_tags addslashes stripslashes nl2br wordwrap ucwords chr
    ord dechex hexdec bindec decbin octdec base_convert pow sqrt log exp fmod intdiv php_sapi_name
    phpversion version_compare php_uname getenv putenv gethostname iterator_to_array spl_object_id
    array_key_exists get_object_vars is_resource tap value rescue retry fputcsv readline
    is_readable is_writable copy rename file touch chmod output_path defer literal with
    when windows_os snake_case studly_case camel_case kebab_case title_case starts_with ends_with
    str_random event broadcast array_is_list enum_exists mb_str_pad similar_text levenshtein
    metaphone soundex strcmp strcasecmp strncmp strncasecmp ucfirst array_first array_last
    lcg_value natsort natcasesort array_multisort fflush ftruncate stream_get_contents
    gzdecode gzencode gzuncompress""".split()
)
"""Functions that know no table, besides those of arrays."""
OF_OUTPUT = frozenset(
    """info warn line error comment newLine writeln write start finish advance getOutput
    progressStart progressFinish progressAdvance notice debug warning success note title
    alert critical table withProgressBar section block getMessage getCode getPrevious
    getTraceAsString""".split()
)
"""What is told to whoever runs the migrations."""
