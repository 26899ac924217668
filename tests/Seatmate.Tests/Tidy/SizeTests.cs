namespace Seatmate.Tests.Tidy;

/// <summary>A reader can take in so much at once: these are the hard limits.</summary>
public sealed class SizeTests
{
    private const int FileMax = 400;
    private const int SliceMax = 200;
    private const int MethodMax = 60;
    private const int LineMax = 120;

    private static readonly List<SourceFile> Program = SourceFile.All("src/Seatmate");
    private static readonly List<SourceFile> Everything =
    [
        .. Program,
        .. SourceFile.All("tests/Seatmate.Tests"),
    ];

    [Fact]
    public void There_is_source_to_look_at()
    {
        Program.Count.ShouldBeGreaterThan(50);
        Program.Count(file => file.IsSlice).ShouldBeGreaterThan(20);
        Program.Sum(file => file.Methods().Count()).ShouldBeGreaterThan(100);
    }

    [Fact]
    public void No_file_is_longer_than_a_reader_can_hold() =>
        Everything
            .Where(file => !file.Name.EndsWith("Tables.cs") && file.Lines.Length > FileMax)
            .Select(file => $"{file.Path} has {file.Lines.Length} lines")
            .ShouldBeEmpty(
                $"At most {FileMax}: give a part with a name of its own a file of its own, beside this one."
            );

    [Fact]
    public void No_slice_is_longer_than_a_use_case_needs() =>
        Program
            .Where(file => file.IsSlice && file.Lines.Length > SliceMax)
            .Select(file => $"{file.Path} has {file.Lines.Length} lines")
            .ShouldBeEmpty(
                $"At most {SliceMax}: move what is decided to the entity, or a pure function beside it."
            );

    [Fact]
    public void No_method_is_longer_than_a_screen() =>
        Everything
            .SelectMany(file =>
                file.Methods().Where(method => method.Length > MethodMax).Select(method => (file, method))
            )
            .Select(found => $"{found.file.Path}:{found.method.Line} has {found.method.Length} lines")
            .ShouldBeEmpty($"At most {MethodMax}: name its steps and make each a method.");

    [Fact]
    public void No_line_is_wider_than_a_page() =>
        Everything
            .SelectMany(file => file.LinesOfCode())
            .Where(line => line.Text.Length > LineMax)
            .Select(line => $"{line.Place} has {line.Text.Length} characters")
            .ShouldBeEmpty($"At most {LineMax}: break the sentence, or name a part of it.");
}
