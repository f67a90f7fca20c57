"""The words of mails, in both languages; those of scorecards are the reports'."""

from __future__ import annotations

from collections.abc import Mapping

# key: (Chinese, English)
_TABLE: Mapping[str, tuple[str, str]] = {
    "subject_score": ("{period} {project} 得分 {score}/{points}", "{period} {project}: score {score}/{points}"),
    "subject_observed": ("{period} {project} 检查结果", "{period} {project}: what was found"),
    "heading": ("督导审计", "Supervision audit"),
    "of_points": ("满分 {points}，{percent}%", "of {points}, {percent} %"),
    "rank": ("第 {rank} 名，共 {count} 个项目", "rank {rank} of {count} projects"),
    "range": ("未评条款若全部不符合，得分为 {low}", "{low} if all that was not assessed had failed"),
    "coverage": ("已评 {assessed} 条，共 {clauses} 条", "{assessed} of {clauses} clauses assessed"),
    "without_waivers": ("不计豁免得分 {score}", "{score} without waivers"),
    "categories": ("各类别得分", "Score by category"),
    "failed": ("不符合的条款", "Clauses that failed"),
    "failed_in": ("{findings} 处不符合，扣 {deduction} 分", "findings: {findings}, deducted: {deduction}"),
    "failed_free": ("{findings} 处不符合，不扣分", "findings: {findings}, no deduction"),
    "waived_of_them": ("其中豁免 {waived} 处", "waived among them: {waived}"),
    "record": ("记录", "Record"),
    "due": ("应办时限", "Due"),
    "detail": ("说明", "Detail"),
    "source": ("出处", "Source"),
    "place": ("{file} 第 {line} 行", "{file}, line {line}"),
    "waived": ("已豁免：{reason}（{by}，至 {until}）", "waived: {reason} ({by}, until {until})"),
    "more_findings": ("……另有 {count} 处", "… and {count} more"),
    "more_clauses": ("另有 {count} 个条款不符合，见完整报告", "{count} more clauses failed; see the full report"),
    "nothing_failed": ("已评的条款中没有不符合。", "Nothing failed of what was assessed."),
    "absorbed": ("封顶免扣 {points} 分", "Absorbed by caps: {points}"),
    "recoverable": ("单独整改可挽回", "Put right alone gives back"),
    "open": ("未能评定", "What could not be judged"),
    "not_assessed": (
        "未评 {count} 条：缺少日志或列，或没有现场检查记录",
        "Not assessed: {count} (a log or column was not supplied, or nobody inspected)",
    ),
    "errors": ("检查出错 {count} 条", "Checks that could not run: {count}"),
    "pending": ("期末前尚未到期 {count} 项", "Not due yet: {count}"),
    "masked": ("姓名、电话和房号已遮盖。", "Names, phone and room numbers are masked."),
    "observed": ("仅观察的标准", "Observed standards"),
    "compliance": ("符合率 {rate}%（不符合 {findings}，应办 {obligations}）",
                   "{rate} % met ({findings} of {obligations} not met)"),
    "no_compliance": ("没有应办事项", "nothing was due"),
    "attached": ("附件：{names}", "Attached: {names}"),
    "due_subject": ("{day} {project}：{counts}", "{day} {project}: {counts}"),
    "due_masked": ("电话和房号已遮盖。", "Phone and room numbers are masked."),
    "due_written_by": ("由 commsaudit {version} 根据日志生成", "Written by commsaudit {version} from the logs"),
    "list": ("清单校验和 {checksum}", "List {checksum}"),
    "result": ("结果校验和 {checksum}", "Result {checksum}"),
    "written_by": ("由 commsaudit {version} 根据审计结果生成", "Written by commsaudit {version} from the audit's result"),
}  # fmt: skip


class MailWords:
    """The table in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, key: str, **values: object) -> str:
        """The words of ``key``, with ``values`` in their places."""
        zh, en = _TABLE[key]
        return (zh if self.lang == "zh" else en).format(**values)
