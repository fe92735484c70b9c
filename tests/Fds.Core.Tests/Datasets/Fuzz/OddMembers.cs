using System.Text;

namespace Fds.Core.Tests.Datasets.Fuzz;

/// <summary>Unusual members of archives of images, each with what is to become of it.</summary>
internal sealed record OddMembers(byte[] Bytes, int Training = 0, int Test = 0, int PassedOver = 0, bool IsRefused = false, string[]? Classes = null)
{
    private static readonly byte[] None = [];

    /// <summary>Draws one. It may rely on train/a/0.png and test/a/0.png, which are there before it.</summary>
    /// <param name="random">What is drawn.</param>
    /// <param name="number">A number of its own, from 1.</param>
    /// <param name="image">The content of an image.</param>
    public static OddMembers Draw(Random random, int number, byte[] image)
    {
        string file = $"{number}.png";
        return random.Next(38) switch
        {
            0 => new(TarPieces.Member($"../train/a/{file}", image), PassedOver: 1),
            1 => new(TarPieces.Member($"train/a/../b/{file}", image), PassedOver: 1),
            2 => new(TarPieces.Member($"/train/a/{file}", image), Training: 1),
            3 => new(TarPieces.Member($"./train//./a/{file}", image), Training: 1),
            4 => new(TarPieces.Member($"train/a/{file}", image, '7'), Training: 1),
            5 => new(TarPieces.Member($"train/a/{file}", image, '\0'), Training: 1),
            6 => new(TarPieces.Member($"train/a/{file}", None, '1', "train/a/0.png"), Training: 1),
            7 => new(TarPieces.Member($"train/a/{file}", None, '1', $"train/a/{number + 1000}.png"), IsRefused: true),
            8 => new(TarPieces.Member($"train/a/{file}", None, '2', "../../test/a/0.png"), Training: 1),
            9 => new(TarPieces.Member($"train/a/{file}", None, '2', "/etc/hostname"), IsRefused: true),
            10 => new(TarPieces.Member($"train/a/{file}", None, '2', file), IsRefused: true),
            11 => new(TarPieces.Member($"train/b/l{number}", None, '2', ".."), IsRefused: true),
            12 => new(TarPieces.Member($"train/a/{file}", None, '3'), IsRefused: true),
            13 => new(TarPieces.Member($"train/a/{file}", None, '6'), IsRefused: true),
            14 => new(TarPieces.Member($"elsewhere/{number}", None, '4')),
            15 => new([.. TarPieces.Extended(("path", $"train/a/{new string('x', 200)}{file}")), .. TarPieces.Member("short", image)], Training: 1),
            16 => new([.. TarPieces.Member("././@LongLink", Encoding.UTF8.GetBytes($"test/b/{new string('y', 150)}{file}\0"), 'L'), .. TarPieces.Member("short", image)], Test: 1),
            17 => new([.. TarPieces.Extended(("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0"), ("GNU.sparse.name", $"train/a/{file}"), ("GNU.sparse.realsize", "99")), .. TarPieces.Member($"GNUSparseFile.0/{file}", image)], IsRefused: true),
            18 => new(TarPieces.Member($"train/a/{file}", image, 'S'), IsRefused: true),
            19 => new([.. TarPieces.Extended(("size", $"{image.Length}")), .. TarPieces.Member($"train/a/{file}", image, size: [])], Training: 1),
            20 => new(TarPieces.Member($"train/a/{file}", image, size: [0x80, 0, 0, 0, .. BigEndian(image.Length)]), Training: 1),
            21 => new(TarPieces.Member($"train/a/{file}", image, size: [0x80, 0, 0, 0, .. BigEndian(long.MaxValue - 3)]), IsRefused: true),
            22 => new(TarPieces.Member($"train/a/{file}", image, size: "77777777777"u8.ToArray()), IsRefused: true),
            23 => new(TarPieces.Member($"train/a/{file}", image, size: "-1"u8.ToArray()), IsRefused: true),
            24 => new([.. TarPieces.Member($"train/b/{file}", image), .. TarPieces.Member($"train/b/{file}", image)], Training: 1, PassedOver: 1),
            25 => new(TarPieces.Member($"train/b/{file}/", None, '5')),
            26 => new(TarPieces.Member($"train/b/deep{number}/er/{file}", image), PassedOver: 1),
            27 => new(TarPieces.Member($"train/b/{number}.tar.gz", TemporaryFolder.Gzip(TarPieces.Member("train/a/1.png", image))), PassedOver: 1),
            28 => new(TarPieces.Member($"train/b/a b\n\u001b[31m\u202e{file}", image), Training: 1),
            29 => new([.. TarPieces.Member($"train/caf\u00e9/{file}", image), .. TarPieces.Member($"train/cafe\u0301/{number + 1000}.png", image)], Training: 2, Classes: ["caf\u00e9"]),
            30 => new(TarPieces.Member($"train/class {number}/{file}", image), Training: 1, Classes: [$"class {number}"]),
            31 => new(TarPieces.Member($"train/.hidden/{file}", image)),
            32 => new(TarPieces.Member($"__MACOSX/train/a/._{file}", image)),
            33 => new(TarPieces.Member("volume", None, 'V')),
            34 => new([.. TarPieces.Member("pax", "99999 path=x\n"u8.ToArray(), 'x'), .. TarPieces.Member($"train/a/{file}", image)], IsRefused: true),
            35 => new(TarPieces.End, IsRefused: true),
            36 => new([.. Latin1($"train/b/\u00e9{file}", image), .. Latin1($"train/b/\u00e8{file}", image)], Training: 2),
            _ => new(TarPieces.Member($"train/a/{file}", ByteMutation.Noise(new Random(number), 100)), IsRefused: true),
        };
    }

    private static byte[] BigEndian(long number) => [.. BitConverter.GetBytes(number).Reverse()];

    /// <summary>A member whose name is not UTF-8.</summary>
    private static byte[] Latin1(string name, byte[] content)
    {
        byte[] member = TarPieces.Member("", content);
        Encoding.Latin1.GetBytes(name).CopyTo(member, 0);
        TarPieces.Checked(member);
        return member;
    }
}
