-- How many mails an address without an account got lately is counted before it gets one more.
CREATE INDEX mails_to_guests ON notifications.mails (to_address, written_at) WHERE user_id IS NULL;
