namespace Seatmate.Platform;

/// <summary> Seatmate cannot start, for a reason that whoever starts it can mend. The message is the one sentence
/// they are shown, without a stack trace; the inner exception is for the log. </summary>
public sealed class StartRefusedException(string sentence, Exception? cause = null)
    : Exception(sentence, cause);
