"""What records have, written down once more from the vendor's texts and files.

Sources, by the tags of specs/vonage/SOURCE.toml: S1, S4, S5, S6, S9.
"""

from __future__ import annotations

ORDER = {
    "SMS outbound": "account_id, message_id, account_ref, client_ref, direction, from, to, "
    "forced_from, changed_from, concatenated, message_body, network, network_name, country, "
    "country_name, date_received, date_finalized, latency, status, error_code, "
    "error_code_description, currency, total_price, id, dcs, validity_period, ip_address, udh, "
    "workflow_id, tier_volume",
    "SMS inbound": "account_id, message_id, direction, from, to, message_body, network, "
    "network_name, country, country_name, date_received, currency, total_price, id, tier_volume",
    "MESSAGES outbound": "account_id, message_id, client_ref, direction, from, to, message_body, "
    "country, country_name, provider, network, network_name, session_type, session_id, "
    "date_received, date_finalized, latency, status, error_code, currency, estimated_price, "
    "total_price, id, provider_error_code, pricing_model, pricing_type, workflow_id, "
    "workflow_items_number, workflow_items_total, tier_volume",
    "MESSAGES inbound": "account_id, message_id, direction, from, to, message_body, provider, "
    "network, network_name, date_received, currency, total_price, id, tier_volume",
    "VOICE-CALL": "account_id, call_id, direction, from, to, forced_from, network, network_name, "
    "country, country_name, date_start, date_end, duration, status, status_code, "
    "status_description, currency, price, total_price, id, tier_volume",
    "VOICE-FAILED": "account_id, call_id, direction, from, to, network, network_name, country, "
    "country_name, date_start, date_end, status, status_code, status_description, id",
    "VOICE-TTS": "account_id, id, creation_date, start_time, end_time, duration, from, to, "
    "language, style, tts_type, premium, length, size, status, price, total_price, currency, "
    "trace_id",
    "WEBSOCKET-CALL": "account_id, call_id, date_start, date_end, duration, status, currency, "
    "price, total_price, id",
    "ASR": "account_id, call_id, direction, from, to, call_date_start, date_start, date_end, "
    "duration, status, status_description, asr_type, currency, price, total_price, id",
    "AMD": "account_id, id, call_id, start_time, end_time, amd_detection_result, "
    "amd_beep_detection_result, amd_result_sent, amd_user_defined_behavior, "
    "amd_user_defined_mode, amd_user_defined_beep_timeout, currency, total_price",
    "IN-APP-VOICE": "account_id, id, application_id, client_ref, conversation_id, user_id, leg_id, "
    "request_id, date_start, date_end, duration, status, currency, price, total_price",
    "CONVERSATIONS ip-voice": "account_id, request_id, application_id, conversation_id, user_id, "
    "leg_id, date_start, date_end, duration, status, currency, price, total_price",
    "CONVERSATIONS cs-custom-event": "account_id, request_id, application_id, conversation_id, "
    "user_id, leg_id, date_start, date_end, duration, status, currency, price, total_price",
    "VERIFY-API": "account_id, request_id, from, to, locale, number_type, network, network_name, "
    "country, country_name, date_received, date_finalized, first_event_date, last_event_date, "
    "status, sms_event_count, tts_event_count, sms_price, tts_price, currency, pricing_model, "
    "price, estimated_price, id",
    "VERIFY-V2": "account_id, id, request_id, parent_request_id, channel, client_ref, to, country, "
    "network, network_name, date_received, locale, pin_length, if_fraud_check, status, "
    "sms_event_count, tts_event_count, email_event_count, whatsapp_event_count, rcs_event_count, "
    "silentauth_event_count, currency, total_price",
    "NUMBER-INSIGHT": "account_id, request_id, product_type, number, date_received, status, "
    "response_code, network, network_name, network_type, country, country_name, valid, ported, "
    "reachable, first_name, last_name, currency, total_price, id",
    "NUMBER-INSIGHT-V2": "account_id, id, request_id, request_type, number, country, network, "
    "date_received, status, risk, swapped, currency, total_price",
    "CONVERSATION-EVENT": "account_id, id, application_id, client_ref, conversation_id, user_id, "
    "request_id, creation_date, currency, price, total_price",
    "CONVERSATION-MESSAGE": "account_id, id, application_id, client_ref, conversation_id, "
    "creation_date, from_channel, from_member_id, from_message_id, from_user_id, other_ids, "
    "trace_id, currency, price, total_price",
    "SMS-TRAFFIC-CONTROL": "account_id, id, message_id, queued_time, queue_duration, status",
    "VIDEO-API": "account_id, id, application_id, session_id, meeting_id, feature_name, "
    "archive_id, broadcast_id, hls_id, composer_id, subscriber_id, date_start, date_end, duration, "
    "currency, total_price, tier_volume",
    "NETWORK-API-EVENT": "account_id, id, application_id, product_name, product_path, "
    "request_type, request_session_id, correlation_id, msisdn, country_code, network, event_time, "
    "record_creation_time, response_result, status, currency, total_price",
}
"""NUMBER-INSIGHT-V2 is our own; no source shows one of its records."""

USAGE = (
    "acc, product_type, date_received, date_started, date_finished, status, account_id, "
    "master_account_id, request_product, request_params, items_written, job_type, is_charged, "
    "price, total_price, currency, tier_volume, id"
)

STATUSES = {
    "SMS outbound": "delivered, expired, failed, rejected, accepted, buffered, unknown, deleted, "
    "submitted",
    "MESSAGES outbound": "delivered, read, rejected, submitted, undeliverable",
    "VOICE-CALL": "ANSWERED, MACHINE, ERROR",
    "VOICE-FAILED": "FAILED",
    "VOICE-TTS": "completed, failed",
    "ASR": "ok, error",
    "IN-APP-VOICE": "200, 480, 487, 603",
    "WEBSOCKET-CALL": "200, 503",
    "CONVERSATIONS ip-voice": "200, 480, 487, 603",
    "CONVERSATIONS cs-custom-event": "0",
    "VERIFY-API": "IN PROGRESS, SUCCESS, FAILED, EXPIRED, CANCELLED",
    "VERIFY-V2": "completed, failed, expired, user_rejected, rejected",
    "NUMBER-INSIGHT": "Success, Invalid number, Internal error",
    "NUMBER-INSIGHT-V2": "Success, Failed",
    "SMS-TRAFFIC-CONTROL": "queued, dequeued",
    "NETWORK-API-EVENT": "SUCCESS, FAILED",
}

SMS_ERRORS = {
    "0": "Delivered", "1": "Unknown", "2": "Absent Subscriber - Temporary",
    "3": "Absent Subscriber - Permanent", "4": "Call Barred by User", "5": "Portability Error",
    "6": "Anti-Spam Rejection", "7": "Handset Busy", "8": "Network Error", "9": "Illegal Number",
    "10": "Illegal Message", "11": "Unroutable", "12": "Destination Unreachable",
    "13": "Subscriber Age Restriction", "14": "Number Blocked by Carrier",
    "15": "Prepaid Insufficient Funds", "50": "Entity Filter", "51": "Header Filter",
    "52": "Content Filter", "53": "Consent Filter", "54": "Regulation Error",
    "99": "General Error",
}  # fmt: skip

MESSAGES_ERRORS = frozenset(
    map(
        str,
        (1000, 1010, 1020, 1021, 1022, 1030, 1040, 1050, 1060, 1070, 1080, 1090, 1100, 1110, 1120,
         1130, 1140, 1150, 1160, 1170, 1180, 1190, 1200, 1210, 1220, 1230, 1240, 1241, 1250, 1260,
         1270, 1280, 1290, 1300, 1310, 1320, 1330, 1340, 1350, 1360, 1370),
    )
)  # fmt: skip

SCHEMAS = {
    "SMS outbound": "SmsOutboundRecord", "SMS inbound": "SmsInboundRecord",
    "MESSAGES outbound": "MessagesOutboundRecord", "MESSAGES inbound": "MessagesInboundRecord",
    "VOICE-CALL": "VoiceCallRecord", "VOICE-FAILED": "VoiceFailedRecord",
    "VOICE-TTS": "VoiceTtsRecord", "WEBSOCKET-CALL": "WebsocketCallRecord", "ASR": "AsrRecord",
    "AMD": "AmdRecord", "IN-APP-VOICE": "InAppVoiceRecord",
    "CONVERSATIONS ip-voice": "ConversationsRecord",
    "CONVERSATIONS cs-custom-event": "ConversationsRecord", "VERIFY-API": "VerifyApiRecord",
    "VERIFY-V2": "VerifyV2Record", "NUMBER-INSIGHT": "NumberInsightRecord",
    "NUMBER-INSIGHT-V2": "NumberInsightV2Record", "CONVERSATION-EVENT": "ConversationEventRecord",
    "CONVERSATION-MESSAGE": "ConversationMessageRecord",
    "SMS-TRAFFIC-CONTROL": "SmsTrafficControlRecord", "VIDEO-API": "VideoApiRecord",
    "NETWORK-API-EVENT": "NetworkApiEventRecord",
}  # fmt: skip
