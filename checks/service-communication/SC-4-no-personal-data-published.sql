/*
clause = "SC-4"
item = "2.11"
zh = "公开发布不含个人信息"
en = "Nothing published holds personal data"
each = "notice with published_at and a channel bulletin, doorway, elevator, wechat, app, website, screen or newspaper"
each_zh = "有发布时间，且发布渠道含公告栏（bulletin）、单元门口（doorway）、电梯轿厢（elevator）、微信群（wechat）、APP（app）、网站（website）、电子屏（screen）或报刊（newspaper）的每则通知"
due = "published_at"
due_zh = "发布时间"
met = "neither title nor body holds a mainland mobile number (11 digits from 13 to 19, an optional 86 or +86 before) or an 18-digit citizen id with a right check digit, no digit directly beside it, full-width digits read as digits, single spaces and hyphens allowed between; numbers in allowed_numbers aside"
met_zh = "标题和正文均不含大陆手机号（13 至 19 开头的 11 位数字，前面可有 86 或 +86）或校验码正确的 18 位公民身份号码；号码两侧不紧邻数字，全角数字按数字计，中间可有单个空格或连字符；allowed_numbers 所列号码除外"
params = { allowed_numbers = [] }
note = "The detail of a finding never quotes the number."
note_zh = "不符合项的说明从不引用该号码。"
reads = { notices = ["channels", "title", "body", "published_at"] }
source = "notices"
*/
SELECT
    n.project_id,
    n.notice_id AS record_id,
    n.published_at AS due_at,
    NOT holds_personal_number(n.title, $allowed_numbers)
    AND NOT holds_personal_number(n.body, $allowed_numbers) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    n._row AS source_row
FROM notices AS n
WHERE
    n.published_at IS NOT NULL
    AND has_any(
        n.channels,
        ['bulletin', 'doorway', 'elevator', 'wechat', 'app', 'website', 'screen', 'newspaper']
    )
