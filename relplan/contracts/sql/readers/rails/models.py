"""What a migration may  without touching a schema: enquiries, plain values, models."""

ENQUIRIES = frozenset(
    {
        "adapter_name", "columns", "indexes", "tables", "views", "data_sources", "foreign_keys",
        "primary_key", "primary_keys", "quote", "quote_table_name", "quote_column_name",
        "quote_string", "current_database", "check_constraints", "index_name_for", "index_name",
        "column_for", "version", "database_version", "supports_extension", "current_schema",
        "schema_names", "pool", "raw_connection", "connection_pool", "select_value_sql",
        "native_database_types", "type_to_sql", "options_for_index", "sanitize_sql",
        "extensions", "enum_types", "unique_constraints", "exclusion_constraints", "name",
        "connection_db_config", "connection_config", "schema_migration", "migration_context",
        "quoted_date", "lookup_cast_type", "table_comment", "table_options", "postgresql_version",
        "sequence_name", "default_sequence_name", "max_identifier_length", "quoted_true",
        "quoted_false", "table_name_prefix", "table_name_suffix", "proper_table_name", "reverting",
        "database_exists", "connection", "class", "server_version", "index_length",
        "table_alias_length",
    }
)  # fmt: skip
"""What is asked of a connection; so is all that ends in a question mark."""
QUIET = frozenset(
    {
        "disable_ddl_transaction!", "enable_extension", "disable_extension", "say",
        "rename_index", "change_table_comment", "change_column_comment",
        "validate_foreign_key", "validate_check_constraint", "validate_constraint", "puts",
        "reset_column_information", "remove_index_if_exists", "include", "extend", "require",
        "p", "private", "announce", "require_relative", "sleep", "raise", "warn", "print", "pp",
        "reset_pk_sequence!", "clear_cache!", "rand", "attr_accessor", "attr_reader", "format",
        "sprintf", "binding", "caller", "lambda", "proc", "protected", "public", "abort", "exit",
        "block_given?", "write", "using", "set_lock_timeout", "current_transaction", "Integer",
        "String", "Array", "Float", "begin_db_transaction", "commit_db_transaction", "fail",
        "schema_cache", "disable_statement_timeout", "verbose", "verbose=", "load_async", "logger",
        "enable_lock_retries!", "change_sequence", "clear_query_cache", "uncached", "__method__",
        "t", "l", "module_function", "private_constant", "delegate", "instance_variable_get",
    }
)  # fmt: skip
"""Calls that no reader or writer of a table can tell."""
WRAPPERS = frozenset(
    {
        "suppress_messages", "say_with_time", "safety_assured", "transaction", "with_lock_retries",
        "disable_referential_integrity", "loop", "catch", "disable_statement_timeout", "then",
        "tap", "instance_eval", "instance_exec", "class_eval", "with_connection", "uncached",
        "no_touching", "benchmark", "measure", "without_foreign_keys", "connected_to", "unscoped",
        "without_auditing", "silence", "silence_stream", "with_options", "suppress",
        "record_timestamps", "realtime", "yield_self", "skip_callback", "up_only",
    }
)  # fmt: skip
"""Calls of which the block is what counts."""
RUNS_SQL = frozenset(
    {
        "execute", "exec_query", "exec_update", "exec_delete", "exec_insert", "select_all",
        "select_one", "select_rows", "select_value", "select_values", "exec_ddl", "query",
        "select", "update", "delete", "insert", "update_sql", "delete_sql", "insert_sql",
        "execute_batch", "query_value", "query_values", "internal_exec_query", "exec",
        "find_by_sql", "count_by_sql", "exec_no_cache", "raw_execute",
    }
)  # fmt: skip
"""Calls whose first argument is SQL, on a connection."""
PLAIN_CLASSES = frozenset(
    {
        "ENV", "Time", "Date", "DateTime", "SecureRandom", "JSON", "YAML", "Math", "Arel",
        "Digest", "Hash", "Array", "Set", "String", "Integer", "Float", "I18n", "URI", "Struct",
        "OpenStruct", "BigDecimal", "Regexp", "Psych", "Pathname", "Kernel", "ActiveSupport",
        "Concurrent", "Random", "Base64", "Zlib", "CSV", "Gem", "Process", "Thread", "Logger",
        "Benchmark", "Object", "Class", "Module", "Proc", "Enumerator", "HashWithIndifferentAccess",
        "Nokogiri", "STDOUT", "STDIN", "Rails", "ActionController", "ObjectSpace", "RUBY_VERSION",
        "ActiveModel", "Range", "Symbol", "Rational", "Marshal", "IO", "File", "Dir", "GC",
        "TZInfo", "NilClass", "Comparable", "StringIO", "Encoding", "Timeout",
    }
)  # fmt: skip
"""Classes that know no table."""
OF_DATA = frozenset(
    {
        "Nokogiri", "JSON", "YAML", "Psych", "CSV", "Time", "Date", "DateTime", "URI", "Digest",
        "BigDecimal", "SecureRandom", "Base64", "Zlib", "StringIO", "Regexp",
        "Rails::HTML", "Rails::Html", "Rails.cache", "Rails.logger",
    }
)  # fmt: skip
"""Of these what they make, and what is made of that, is data."""
KEEPERS = frozenset({"Flipper"})
"""Libraries that keep what they are told in rows of tables of their own, and do no more."""
QUERIES = frozenset(
    """where not all find find_by find_by! first last order limit offset pluck select joins
    left_joins left_outer_joins includes preload eager_load references count sum average
    minimum maximum exists? any? none? empty? find_each find_in_batches in_batches ids
    unscoped unscope distinct group having reorder reverse_order take find_sole_by sole or and
    merge rewhere with_deleted only_deleted with_discarded each_with_index each map flat_map
    size length from lock readonly none load pick find_or_initialize_by find_or_initialize_by!
    with_attached scoping table_name quoted_table_name primary_key column_names columns
    columns_hash arel_table connection_specification_name sanitize_sql sanitize_sql_array
    sanitize_sql_for_conditions human_attribute_name model_name attribute_names default_scoped
    extending annotate strict_loading in_order_of excluding without with find_by_sql
    count_by_sql second third async_count only attribute_types sequence_name
    inheritance_column polymorphic_name scoped paginate reload build first_or_initialize
    becomes""".split()
)
"""What asks a model for rows."""
CHANGES = frozenset(
    """update update! update_all update_attribute update_attributes update_attributes!
    update_column update_columns save save! create create! create_or_find_by find_or_create_by
    find_or_create_by! first_or_create first_or_create! destroy destroy! destroy_all delete
    delete_all delete_by destroy_by insert insert! insert_all insert_all! upsert upsert_all
    touch touch_all increment increment! decrement decrement! toggle! reset_counters
    update_counters increment_counter decrement_counter import import!
    counter_culture_fix_counts update_attribute! restore restore! soft_delete becomes!
    find_or_create purge attach perform_later perform_async perform_in perform_at enqueue
    rebuild! reindex""".split()
)
"""What changes rows, or will have them changed later."""
OF_CLASSES = frozenset(
    """reset_column_information reset_primary_key reset_sequence_name reset_table_name
    table_name= primary_key= inheritance_column= ignored_columns= record_timestamps=
    set_table_name set_primary_key column_for_attribute load_schema load_schema! descendants
    reset_locking_column attribute belongs_to has_many has_one enum default_scope scope name
    to_s set_callback skip_callback table_name_prefix= serialize self_and_descendants sti_name
    connection_handler connection_class schema_migration const_get const_defined? constantize
    connects_to establish_connection define_attribute_methods base_class attr_accessible
    validates validate extend include store_accessor alias_attribute abstract_class=
    instance_method respond_to? method_defined? public_send defined_enums partial_writes=
    partial_inserts= verbose= protected_attributes internal_metadata where_values_hash deliver_now
    has_paper_trail after_save before_save schema_format tables""".split()
)
"""What is said of a class, or asked, without touching rows."""
EACH = frozenset(
    """each each_with_index each_pair each_entry map flat_map each_value each_key collect
    filter_map each_with_object each_slice each_cons""".split()
)
"""Loops whose block is given one item after the other."""
PURE = frozenset(
    """select reject filter find detect sort_by group_by partition inject reduce sum all? any?
    none? times upto downto step zip with_index index_by min_by max_by count uniq to_h
    find_index delete_if select! map! reject! cycle max min sort reverse first last size
    length empty? present? blank? nil? is_a? kind_of? respond_to? instance_of? == != < > <= >=
    =~ === ! + - * / % & | ^ << [] []= dig fetch key? keys values merge merge! slice except
    include? member? index split join gsub sub gsub! sub! tr delete match match? scan
    start_with? end_with? upcase downcase capitalize camelize underscore pluralize singularize
    titleize humanize parameterize tableize classify demodulize constantize safe_constantize
    strip squish chomp lstrip rstrip to_s to_i to_f to_a to_sym to_d to_r to_json as_json
    to_date to_time to_datetime to_param to_proc to_set to_str inspect hash object_id class
    freeze frozen? dup clone deep_dup itself presence try try! send public_send compact
    compact! flatten push pop shift unshift append prepend concat insert sample shuffle take
    drop take_while drop_while each_char chars bytes bytesize lines ljust rjust center ord chr
    hex oct succ next pred abs round ceil floor divmod zero? positive? negative? even? odd?
    ago from_now since until beginning_of_day end_of_day beginning_of_month end_of_month utc
    localtime strftime iso8601 year month day hour minute second minutes hours days weeks
    months years seconds now today current zone in_time_zone parse load dump generate new uuid
    urlsafe_base64 html_safe attributes attribute_names read_attribute write_attribute
    assign_attributes has_attribute? changed? persisted? new_record? valid? errors
    full_messages message backtrace name id ids info debug warn error fatal level level=
    logger env root cache configuration application config version delete_at symbolize_keys
    stringify_keys deep_stringify_keys deep_transform_keys deep_merge transform_values
    transform_keys deep_symbolize_keys with_indifferent_access
    squeeze casecmp casecmp? force_encoding encode encoding unpack pack unicode_normalize
    valid_encoding? read exist? exists? open basename dirname extname expand_path glob
    readlines foreach sql quote production? development? test? staging? column_names
    table_name method instance_variable_get instance_variable_set define_method
    tally each_line none one? values_at average then tap hexdigest digest encode64 decode64
    strict_encode64 truncate clear store default default= update_needed? positive key
    compare_by_identity reverse_each rindex delete_prefix delete_suffix ensure_success getbyte
    eql? equal? arel_attribute lazy force instance method_missing rescue_from wait synchronize
    logger= log close puts print write sort! sort_by! reverse! uniq! shuffle! rotate
    combination permutation product transpose assoc fetch_values filter_map! clamp between?
    bsearch gcd infinite? nan?""".split()
)
"""What a value is asked for, or what is made of it, with nothing else being touched."""
PURE_OF_CLASSES = PURE - frozenset(
    """drop append prepend concat store clear write load dump shift unshift push pop take truncate
    wait force rotate merge! close delete_at delete_if select! reject! map! sort! uniq! shuffle!
    compact! replace each_line copy cycle step partition rotate sample send public_send try try!
    print puts encode decode64 pack unpack tally transpose product squeeze tr""".split()
)
"""What a class that is not seen is asked for: others of these names may do anything."""
