package dates

import "strings"

func turkishWords() vocabulary {
	return vocabulary{
		months: "Ocak,Oca|Şubat,Şub|Mart,Mar|Nisan,Nis|Mayıs,May|" +
			"Haziran,Haz|Temmuz,Tem|Ağustos,Ağu|Eylül,Eyl|Ekim,Eki|Kasım,Kas|Aralık,Ara",
		weekdays: "Pazartesi,Pzt,Pts|Salı,Sal|Çarşamba,Çar,Çrş|Perşembe,Per,Prş|Cuma,Cum|Cumartesi,Cmt,Cts|Pazar,Paz",
		days:     "dün|bugün,bu gün|yarın|öbür gün,ertesi gün,yarından sonra,yarından sonraki gün",
		numbers:  "bir|iki|üç|dört|beş|altı|yedi|sekiz|dokuz|on|on bir|on iki",
		units:    "gün|hafta",
		in:       "önümüzdeki",
		later:    "sonra,içinde,sonraya",
		next:     "gelecek,önümüzdeki,bu",
		week:     "gelecek hafta,önümüzdeki hafta,haftaya",
		suffixes: "da,de,ta,te,a,e,ya,ye,i,nda,nde",
		endings:  "da,de,ta,te,ya,ye,a,e",
		fillers:  "günü,gün,tarihi,tarihinde,lütfen,için",
		phrases:  phrases{near: "%w %t", far: "%d %m %w %t", year: "%d %m %y %w %t", date: "%d %m %y", at: "saat "},
	}
}

func indonesianWords() vocabulary {
	return vocabulary{
		months: "Januari,Jan|Februari,Feb,Pebruari|Maret,Mar|April,Apr|Mei|Juni,Jun|Juli,Jul|Agustus,Agu,Agt,Ags|September,Sep,Sept|" +
			"Oktober,Okt|November,Nov,Nopember,Nop|Desember,Des",
		weekdays: "Senin,Sen|Selasa,Sel|Rabu,Rab|Kamis,Kam|Jumat,Jum,Jum'at|Sabtu,Sab|Minggu,Min,Ahad",
		days:     "kemarin|hari ini|besok|lusa,besok lusa",
		numbers:  "satu,se|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|dua belas",
		units:    "hari,sehari|minggu,pekan,seminggu,sepekan",
		single:   "sehari,seminggu,sepekan",
		in:       "dalam,dalam waktu",
		later:    "lagi,kemudian,dari sekarang",
		next:     "depan,berikutnya,ini,mendatang,yang akan datang",
		week:     "minggu depan,pekan depan",
		fillers:  "pada,hari,tanggal,tgl,di,untuk,tahun,bulan,yang",
		phrases:  phrases{near: "%w %t", far: "%w, %d %m %t", year: "%w, %d %m %y %t", date: "%d %m %y", at: "pukul "},
	}
}

//nolint:gosmopolitan // words of the language
func chineseWords() vocabulary {
	return vocabulary{
		weekdays: chineseWeek("一") + "|" + chineseWeek("二") + "|" + chineseWeek("三") + "|" + chineseWeek("四") + "|" +
			chineseWeek("五") + "|" + chineseWeek("六") + "|" + chineseWeek("日") + "," + chineseWeek("天"),
		days:    "昨天,昨日|今天,今日|明天,明日,明儿,聽日|后天,後天,后日,後日|大后天,大後天",
		numbers: hanNumbers("两,兩,俩"),
		units:   "天,日|周,週,星期,礼拜,禮拜,个星期,個星期,个礼拜,個禮拜",
		in:      "过,過,再过,再過",
		later:   "后,後,之后,之後,以后,以後",
		next:    "这,這,这个,這個,本,今",
		week:    "下,下个,下個",
		year:    "年",
		month:   "月,月份",
		day:     "日,号,號",
		fillers: "在,的,吧,于,於,请,請,是",
		phrases: phrases{near: "%w %t", far: "%n月%d日 %w %t", year: "%y年%n月%d日 %w %t", date: "%y年%n月%d日"},
	}
}

// chineseWeek returns the names of a day of the week.
func chineseWeek(day string) string {
	return "星期" + day + ",周" + day + ",週" + day + ",礼拜" + day + ",禮拜" + day //nolint:gosmopolitan // words of the language
}

//nolint:gosmopolitan // words of the language
func japaneseWords() vocabulary {
	return vocabulary{
		weekdays: "月曜日,月曜,月,げつようび|火曜日,火曜,火,かようび|水曜日,水曜,水,すいようび|木曜日,木曜,木,もくようび|" +
			"金曜日,金曜,金,きんようび|土曜日,土曜,土,どようび|日曜日,日曜,日,にちようび",
		days:    "昨日,きのう|今日,きょう,本日|明日,あした,あす,みょうにち|明後日,あさって,みょうごにち|明々後日,しあさって",
		numbers: hanNumbers(""),
		units:   "日,日間|週,週間",
		later:   "後,のち,後に",
		next:    "次,次の,今度,今度の,今週,今週の,この",
		week:    "来週,来週の,翌週,翌週の",
		year:    "年",
		month:   "月",
		day:     "日",
		fillers: "の,に,は,で,です,を,お願いします,まで",
		phrases: phrases{near: "%w %t", far: "%n月%d日%w %t", year: "%y年%n月%d日%w %t", date: "%y年%n月%d日"},
	}
}

// hanNumbers writes the numbers of all days of a month; two has further words in some languages.
func hanNumbers(two string) string {
	digits := strings.Split("|一|二|三|四|五|六|七|八|九", "|") //nolint:gosmopolitan // words of the language
	var all []string
	for n := 1; n <= 31; n++ {
		text := digits[n%10]
		if n >= 10 {
			text = "十" + text //nolint:gosmopolitan // words of the language
		}
		if n >= 20 {
			text = digits[n/10] + text
		}
		if n == 2 && two != "" {
			text += "," + two
		}
		all = append(all, text)
	}
	return strings.Join(all, "|")
}
