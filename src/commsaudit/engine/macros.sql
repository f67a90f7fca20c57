-- The shared notions of semantics.md, once. {{name}} is put in by engine/macros.py.

-- A recorded time of exactly 00:00 is a bare date.
CREATE MACRO is_bare(t) AS t = date_trunc('day', t);

-- Deadlines ------------------------------------------------------------------------------------------------
CREATE MACRO eod(d) AS CAST(CAST(d AS DATE) AS TIMESTAMP) + INTERVAL 86399999999 MICROSECOND;

-- The n-th day from Monday to Friday after d: what counts outside the years of the calendar.
CREATE MACRO nth_weekday(d, n) AS
    CAST(date_trunc('week', d) AS DATE)
    + CAST(((least(isodow(d), 5) - 1 + n) // 5) * 7 + (least(isodow(d), 5) - 1 + n) % 5 AS INTEGER);

CREATE MACRO nth_working_day(d, n) AS
    CASE
        WHEN n < 1 THEN d
        WHEN d BETWEEN DATE '{{window_start}}' AND DATE '{{window_end}}'
            THEN coalesce(
                getvariable('working_day')[getvariable('working_days_until')[d - DATE '{{window_start}}' + 1] + n],
                nth_weekday(d, n)
            )
        ELSE nth_weekday(d, n)
    END;

CREATE MACRO wd(t, n) AS eod(nth_working_day(CAST(t AS DATE), n));
CREATE MACRO rolled(d) AS {{rolled}};
CREATE MACRO days(t, n) AS
    CASE WHEN n < 0 THEN eod(CAST(t AS DATE) + CAST(n AS INTEGER)) ELSE rolled(CAST(t AS DATE) + CAST(n AS INTEGER)) END;
CREATE MACRO hours(t, n) AS
    CASE WHEN is_bare(t) THEN eod(t) ELSE t END + to_microseconds(CAST(n * 3600000000 AS BIGINT));
CREATE MACRO months_on(t, n) AS CAST(CAST(t AS DATE) + to_months(CAST(n AS INTEGER)) AS DATE);
CREATE MACRO months(t, n) AS CASE WHEN n < 0 THEN eod(months_on(t, n)) ELSE rolled(months_on(t, n)) END;
CREATE MACRO dom(first_day, k) AS
    rolled(least(CAST(first_day AS DATE) + CAST(k AS INTEGER) - 1, last_day(CAST(first_day AS DATE))));
CREATE MACRO unit_end(ends_on) AS rolled(CAST(ends_on AS DATE));

-- Recorded times: by day where either is a bare date, by the instant otherwise ---------------------------------
CREATE MACRO not_after(a, b) AS
    coalesce(CASE WHEN is_bare(a) OR is_bare(b) THEN CAST(a AS DATE) <= CAST(b AS DATE) ELSE a <= b END, FALSE);
CREATE MACRO is_before(a, b) AS
    coalesce(CASE WHEN is_bare(a) OR is_bare(b) THEN CAST(a AS DATE) < CAST(b AS DATE) ELSE a < b END, FALSE);
-- A recorded time against a computed moment; absent is not done.
CREATE MACRO done_by(t, due) AS coalesce(t <= due, FALSE);
-- A due moment from a column counts as the record's beginning where it lies before it.
CREATE MACRO promised(due, began) AS CASE WHEN due < began THEN began ELSE due END;
CREATE MACRO kept_promise(t, due, began) AS
    CASE WHEN due < began THEN not_after(t, began) ELSE coalesce(t <= due, FALSE) END;
CREATE MACRO during(t, starts_on, ends_on) AS coalesce(CAST(t AS DATE) BETWEEN starts_on AND ends_on, FALSE);

-- Things in force, roles, words ------------------------------------------------------------------------------
CREATE MACRO document_in_force(approved_at, effective_on, expires_on, t) AS
    coalesce(approved_at <= t, FALSE)
    AND coalesce(effective_on <= t, TRUE)
    AND coalesce(expires_on >= CAST(t AS DATE), TRUE);
CREATE MACRO notice_in_force(published_at, removed_at, expires_on, t) AS
    coalesce(published_at <= t, FALSE)
    AND coalesce(removed_at > t, TRUE)
    AND coalesce(expires_on >= CAST(t AS DATE), TRUE);
CREATE MACRO is_present(moved_in_on, moved_out_on, t) AS
    coalesce(moved_in_on <= t, TRUE) AND coalesce(moved_out_on > t, TRUE);
CREATE MACRO holds_unit_head_post(role) AS coalesce(role IN ('project_manager', 'department_head'), FALSE);
CREATE MACRO ranks_as_unit_head(role) AS
    coalesce(role IN ('project_manager', 'department_head', 'executive', 'general_manager'), FALSE);
CREATE MACRO ranks_as_manager(role) AS
    coalesce(role IN ('project_manager', 'executive', 'general_manager'), FALSE);
CREATE MACRO ranks_as_executive(role) AS coalesce(role IN ('executive', 'general_manager'), FALSE);
-- Whether ``role`` is ``asked`` or a higher one: project_manager and department_head < executive < general_manager.
CREATE MACRO holds_rank(role, asked) AS
    coalesce(
        role = asked
        OR (asked IN ('project_manager', 'department_head') AND role IN ('executive', 'general_manager'))
        OR (asked = 'executive' AND role = 'general_manager'),
        FALSE
    );
CREATE MACRO is_customer_service(role) AS
    coalesce(role IN ('service', 'service_supervisor', 'steward', 'chief_steward'), FALSE);
CREATE MACRO is_online(channel) AS coalesce(channel IN ('online', 'app', 'wechat', 'email'), FALSE);
CREATE MACRO is_class_a(property_type, public_class) AS
    coalesce(property_type = 'public' AND public_class = 'A', FALSE);
CREATE MACRO word_of(said, spellings, words) AS words[list_position(spellings, said)];
CREATE MACRO has_sections(sections, words) AS coalesce(list_has_all(sections, words), FALSE);
-- Whether a list holds one of ``words`` at least; absent holds none.
CREATE MACRO has_any(list, words) AS coalesce(list_has_any(list, words), FALSE);

-- Record ids -------------------------------------------------------------------------------------------------
CREATE MACRO escaped(part) AS replace(replace(replace(part, '%', '%25'), '#', '%23'), '/', '%2F');
CREATE MACRO tagged(id, tag) AS escaped(id) || '#' || tag;
CREATE MACRO joined(a, b) AS escaped(a) || '/' || escaped(b);

-- Reading text ----------------------------------------------------------------------------------------------
-- Spaces, tabs (the vertical one too), newlines, form feeds, ideographic and no-break spaces and byte-order marks around a value are no part of it.
CREATE MACRO spaces() AS ' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(12288) || chr(160) || chr(65279);
CREATE MACRO trimmed(raw) AS
    CASE
        WHEN raw < '!' OR raw[-1] < '!' THEN nullif(trim(raw, spaces()), '')
        WHEN strlen(raw) = length(raw) THEN raw
        WHEN contains(raw, chr(12288)) OR contains(raw, chr(160)) OR contains(raw, chr(65279))
            THEN nullif(trim(raw, spaces()), '')
        ELSE raw
    END;
-- Full-width digits, letters and signs as narrow ones.
CREATE MACRO narrowed(raw) AS
    CASE
        WHEN strlen(raw) = length(raw) OR NOT regexp_matches(raw, '[\x{FF01}-\x{FF5E}\x{3000}]') THEN trimmed(raw)
        ELSE nullif(
            trim(
                translate(
                    raw,
                    '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～　',
                    '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~ '
                ),
                spaces()
            ),
            ''
        )
    END;

-- The plainest forms, by what stands behind the year: strptime reads them far quicker than a pattern. It would take a year of
-- two digits too (26-3-5 has its dash in the same place).
CREATE MACRO has_year(raw) AS try_cast(raw[1:4] AS USMALLINT) >= 1000;
CREATE MACRO dashed_moment(raw) AS
    CASE WHEN raw LIKE '____-%' AND has_year(raw) THEN try_strptime(
        raw, ['%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%d %H:%M', '%Y-%m-%d', '%Y-%m-%d %H:%M:%S.%f']
    ) END;
CREATE MACRO slashed_moment(raw) AS
    CASE WHEN raw LIKE '____/%' AND has_year(raw) THEN try_strptime(raw, ['%Y/%m/%d %H:%M', '%Y/%m/%d %H:%M:%S', '%Y/%m/%d']) END;
CREATE MACRO dotted_moment(raw) AS
    CASE WHEN raw LIKE '____.%' AND has_year(raw) THEN try_strptime(raw, ['%Y.%m.%d', '%Y.%m.%d %H:%M', '%Y.%m.%d %H:%M:%S']) END;
CREATE MACRO chinese_moment(raw) AS
    CASE WHEN raw LIKE '____年%' AND has_year(raw) THEN try_strptime(
        raw, ['%Y年%m月%d日', '%Y年%m月%d日%H时%M分', '%Y年%m月%d日 %H:%M', '%Y年%m月%d日 %H:%M:%S']
    ) END;

-- A cast takes more than digits (1e3, 1_000); what is the same when it is written again was digits alone.
CREATE MACRO plain_int(raw) AS
    CASE WHEN raw >= '0' AND CAST(try_cast(raw AS BIGINT) AS VARCHAR) = raw THEN try_cast(raw AS BIGINT) END;
CREATE MACRO any_int(raw) AS
    CASE WHEN regexp_full_match(narrowed(raw), '[+-]?(\d+|\d{1,3}(,\d{3})+)(\.0*)?')
        THEN try_cast(regexp_replace(replace(narrowed(raw), ',', ''), '\.0*$', '') AS BIGINT)
    END;
CREATE MACRO any_money(raw) AS
    CASE WHEN regexp_full_match(narrowed(raw), '[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d{0,2}0*)?')
        THEN try_cast(replace(narrowed(raw), ',', '') AS DECIMAL(18, 2))
    END;
CREATE MACRO any_number(raw) AS
    CASE WHEN regexp_full_match(narrowed(raw), '[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?')
        THEN try_cast(replace(narrowed(raw), ',', '') AS DECIMAL(18, 6))
    END;
CREATE MACRO plain_label(raw) AS
    CASE WHEN regexp_full_match(raw, '\d{4}-(0[1-9]|1[0-2]|Q[1-4]|H[12])|\d{4}') THEN raw END;

-- Lists: the words of a cell, parted by a sign of ``separators`` and read by ``meaning``; NULL where one has none.
CREATE MACRO parts_of(text, separators) AS
    list_filter(
        list_transform(string_split_regex(text, separators), lambda part: trim(part, spaces())), lambda part: part <> ''
    );
CREATE MACRO all_known(words) AS list_transform([words], lambda found:
    CASE WHEN len(found) > 0 AND len(list_filter(found, lambda word: word IS NULL)) = 0 THEN found END
)[1];

-- list_transform([x], lambda y: …)[1] names a value, so that a macro does not repeat the text that it came from.
CREATE MACRO hour_of(hour, half) AS
    CASE
        WHEN half = '' THEN hour
        WHEN half IN ('上午', 'AM') AND hour = 12 THEN 0
        WHEN half IN ('上午', 'AM') AND hour > 12 THEN 99
        WHEN half IN ('下午', 'PM') AND hour < 12 THEN hour + 12
        ELSE hour
    END;
CREATE MACRO clock_of(hour, minute, second, fraction) AS
    CASE
        WHEN hour BETWEEN 0 AND 23
            THEN lpad(CAST(hour AS VARCHAR), 2, '0')
                || ':' || lpad(coalesce(nullif(minute, ''), '0'), 2, '0')
                || ':' || lpad(coalesce(nullif(second, ''), '0'), 2, '0')
                || '.' || rpad(left(fraction, 6), 6, '0')
    END;
-- Every usual year-first form, with or without an offset; the groups are year, month, day, half of the day, hour,
-- minute, second, fraction, half of the day, offset.
CREATE MACRO parts_of_moment(text) AS regexp_extract(
    rtrim(regexp_replace(upper(text), '^(\d{4})(\d\d)(\d\d)(?:[ T]?(\d\d):?(\d\d):?(\d\d)?)?$', '\1-\2-\3 \4:\5:\6'), ' :'),
    '^(\d{4})[\s\v]*[-/.年][\s\v]*(\d{1,2})[\s\v]*[-/.月][\s\v]*(\d{1,2})[\s\v]*日?(?:[\s\v]*T?[\s\v]*(上午|下午|AM|PM)?[\s\v]*(\d{1,2})[\s\v]*(?:[:时点][\s\v]*(\d{1,2})[\s\v]*(?:[:分][\s\v]*(?:(\d{1,2})(?:\.(\d{1,9}))?[\s\v]*秒?)?)?|[时点])[\s\v]*(AM|PM|上午|下午)?[\s\v]*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?$',
    ['y', 'm', 'd', 'a', 'h', 'n', 's', 'f', 'z', 'o']
);
CREATE MACRO moment_text(p) AS
    CASE
        WHEN p.y <> ''
            THEN p.y || '-' || lpad(p.m, 2, '0') || '-' || lpad(p.d, 2, '0') || ' '
                || clock_of(hour_of(coalesce(try_cast(p.h AS INTEGER), 0), p.a || p.z), p.n, p.s, p.f)
    END;
CREATE MACRO offset_text(shift) AS
    CASE
        WHEN shift IN ('Z', 'UTC', 'GMT') THEN '+00:00'
        ELSE left(shift, 3) || ':' || rpad(right(replace(substr(shift, 4), ':', ''), 2), 2, '0')
    END;
-- A moment of another zone in the company's; a bare date names a day and is left alone.
CREATE MACRO localised(moment, zone, company_zone) AS list_transform([moment], lambda m:
    CASE WHEN is_bare(m) THEN m ELSE timezone(company_zone, timezone(zone, m)) END
)[1];
CREATE MACRO any_moment(text, company_zone) AS list_transform([parts_of_moment(text)], lambda p:
    CASE
        WHEN p.o = '' THEN try_cast(moment_text(p) AS TIMESTAMP)
        ELSE timezone(company_zone, try_cast(moment_text(p) || offset_text(p.o) AS TIMESTAMPTZ))
    END
)[1];
CREATE MACRO any_foreign_moment(text, zone, company_zone) AS list_transform([parts_of_moment(text)], lambda p:
    CASE
        WHEN p.o = '' THEN localised(try_cast(moment_text(p) AS TIMESTAMP), zone, company_zone)
        ELSE timezone(company_zone, try_cast(moment_text(p) || offset_text(p.o) AS TIMESTAMPTZ))
    END
)[1];

-- A unit's label, read from it or from its Chinese form; NULL for what names no unit.
CREATE MACRO month_label(y, m) AS
    CASE WHEN y <> '' AND try_cast(m AS INTEGER) BETWEEN 1 AND 12 THEN y || '-' || lpad(m, 2, '0') END;
CREATE MACRO week_label(y, w) AS
    CASE
        WHEN try_cast(w AS INTEGER) BETWEEN 1 AND week(make_date(try_cast(y AS BIGINT), 12, 28)) THEN y || '-W' || lpad(w, 2, '0')
    END;
CREATE MACRO day_label(moment) AS CASE WHEN is_bare(moment) THEN strftime(moment, '%Y-%m-%d') END;
CREATE MACRO unit_label(text) AS list_transform([text], lambda t:
    CASE
        WHEN regexp_full_match(t, '\d{4}-(B[1-6]|Q[1-4]|[HS][12])') THEN t
        WHEN regexp_full_match(t, '\d{4}(\s*年度?)?') THEN left(t, 4)
        WHEN regexp_full_match(t, '\d{4}\s*[-/.年]\s*\d{1,2}\s*月?|\d{4}\d{2}')
            THEN month_label(left(t, 4), regexp_extract(t, '(\d{1,2})\s*月?$', 1))
        WHEN regexp_full_match(t, '\d{4}-W\d{2}') THEN week_label(left(t, 4), right(t, 2))
        WHEN regexp_full_match(t, '\d{4}\s*年?\s*第?[一二三四1-4]季度?')
            THEN left(t, 4) || '-Q' || translate(regexp_extract(t, '([一二三四1-4])季度?$', 1), '一二三四', '1234')
        WHEN regexp_full_match(t, '\d{4}\s*年?\s*[上下]半年')
            THEN left(t, 4) || '-H' || translate(regexp_extract(t, '([上下])半年$', 1), '上下', '12')
        ELSE day_label(any_moment(t, 'UTC'))
    END
)[1];

-- Times of day, steps, quotas ----------------------------------------------------------------------------------
CREATE MACRO is_working_day(d) AS nth_working_day(CAST(d AS DATE) - 1, 1) = CAST(d AS DATE);
-- Whether the time of day of t lies in one of ``spans`` ([['12:00', '14:00'], …]): start included, end not.
CREATE MACRO in_hours(t, spans) AS
    len(list_filter(
        spans, lambda span: CAST(t AS TIME) >= CAST(span[1] AS TIME) AND CAST(t AS TIME) < CAST(span[2] AS TIME)
    )) > 0;
-- The rate of the first of ``steps`` ([[300, 0.04], …, [0, 0.07]]) that ``size`` does not pass; a step 0 has no bound.
CREATE MACRO rate_for(steps, size) AS
    list_filter(steps, lambda step: step[1] = 0 OR size <= step[1])[1][2];

-- Answers of surveys ---------------------------------------------------------------------------------------------
-- The word of a cell, NULL where it holds none or several.
CREATE MACRO single_word(choice) AS list_transform([parts_of(choice, '[;,、，；|]')], lambda words:
    CASE WHEN len(words) = 1 THEN words[1] END
)[1];
-- What an answer says: NULL is an abstention.
CREATE MACRO opinion_of(choice) AS list_transform([single_word(choice)], lambda word:
    CASE
        WHEN word IN ('满意', '很满意', 'satisfied') THEN 'satisfied'
        WHEN word IN ('基本满意', '一般', 'basically') THEN 'basically'
        WHEN word IN ('不满意', '很不满意', 'dissatisfied') THEN 'dissatisfied'
    END
)[1];

-- Personal data in published text -------------------------------------------------------------------------------
CREATE MACRO contains_any(text, phrases) AS
    len(list_filter(CAST(phrases AS VARCHAR[]), lambda phrase: phrase <> '' AND contains(text, phrase))) > 0;
-- Full-width digits, X, signs and spaces as narrow ones, no-break spaces and Unicode's hyphens as plain ones, and nothing else
-- changed.
CREATE MACRO digits_narrowed(text) AS
    translate(text, '０１２３４５６７８９Ｘｘ＋－　' || chr(160) || chr(8208) || chr(8209), '0123456789Xx+-  --');
-- What numbers are written with; everything between is one sign, so that a long text is not searched letter by letter.
CREATE MACRO around_numbers(text) AS regexp_replace(digits_narrowed(text), '[^0-9Xx+ -]+', '|', 'g');
CREATE MACRO mobile_form() AS '(\+?86[ -]?)?1[ -]?[3-9]([ -]?[0-9]){9}';
CREATE MACRO citizen_form() AS '[0-9]([ -]?[0-9]){16}[ -]?[0-9Xx]';
-- The number of ``form`` that begins at sign ``i``, with no digit directly beside it, its separators left out.
CREATE MACRO number_at(text, i, form) AS
    CASE WHEN NOT regexp_matches(substr(text, i - 1, 1), '[0-9]') OR i = 1
        THEN nullif(
            upper(regexp_replace(
                regexp_extract(substr(text, i, 48), '^(' || form || ')(?:[^0-9]|$)', 1), '[ -]', '', 'g'
            )),
            ''
        )
    END;
-- Every number of ``form`` in ``text``, wherever it begins.
CREATE MACRO numbers_of(text, form) AS
    CASE WHEN regexp_matches(text, form)
        THEN list_filter(
            list_transform(range(1, CAST(length(text) + 1 AS BIGINT)), lambda i: number_at(text, CAST(i AS INTEGER), form)),
            lambda number: number IS NOT NULL
        )
    END;
-- GB 11643: the 18th sign of a citizen id is decided by the seventeen before it.
CREATE MACRO is_citizen_id(number) AS
    substr(
        '10X98765432',
        CAST(list_sum(list_transform(
            [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2],
            lambda weight, place: weight * CAST(substr(number, CAST(place AS INTEGER), 1) AS INTEGER)
        )) AS INTEGER) % 11 + 1,
        1
    ) = substr(number, 18, 1);
CREATE MACRO bare_number(number) AS regexp_replace(upper(digits_narrowed(number)), '[^0-9X]', '', 'g');
CREATE MACRO without_country(number) AS
    CASE WHEN length(number) = 13 AND starts_with(number, '86') THEN substr(number, 3) ELSE number END;
-- Whether a text holds a mainland mobile number or a citizen id with a right check digit that ``allowed`` does not name.
CREATE MACRO holds_personal_number(text, allowed) AS coalesce(list_transform([around_numbers(text)], lambda t:
    len(list_filter(
        list_concat(
            coalesce(numbers_of(t, mobile_form()), CAST([] AS VARCHAR[])),
            list_filter(coalesce(numbers_of(t, citizen_form()), CAST([] AS VARCHAR[])), lambda id: is_citizen_id(id))
        ),
        lambda number: NOT list_contains(
            list_transform(CAST(allowed AS VARCHAR[]), lambda known: without_country(bare_number(known))),
            without_country(bare_number(number))
        )
    )) > 0
)[1], FALSE);
