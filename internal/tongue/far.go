package tongue

// far are the languages with Latin letters of Turkey, Asia and Africa.
func far() []language {
	return []language{
		{
			tag: "tr",
			strong: `merhaba selam teşekkürler teşekkür ederim lütfen nerede zaman neden kadar istiyorum yardım siparişim sipariş nasıl
				değil var yok için benim günaydın gün iyi günler çok kaç bir`,
			words: `ve ile ama fakat veya ya da de ki mi mı mu mü ne kim hangi nereye nereden bu şu o ben sen biz siz onlar bana sana ona
				bize size onlara beni seni onu bizi sizi sizin bizim onun olarak oldu olan olur olacak olmadı olmuş gibi göre sonra önce
				daha en az fazla hiç her hepsi herkes kimse biri şey başka şimdi bugün dün yarın hep burada orada hala hâlâ henüz
				siparişimi siparişi verdim vermek kargo kargom paket paketim teslimat teslim edildi gönderdim gönder gönderir gelmedi
				geldi gelecek gelir geliyor almak aldım satın ödedim ödeme ödemek para paramı fiyat fiyatı ücret hesap hesabım hesabımı
				hesabıma şifre şifremi kart kartım fatura faturamı iade etmek değiştirmek iptal randevu rezervasyon sorun çalışmıyor
				çalışıyor yardımcı konuşmak görüşmek insan temsilci hafta ay gün saat saatte numara adres adresimi beden yeni evet hayır
				bozuk yanlış sorum açık kapalı acaba iki kez beri dünden kaçta bunun büyük rica misiniz mısınız musunuz olabilir edebilir ediyorum almadım unuttum kadar lazım`,
			faint:   `ve bu de da ne o en mi var ya ay ben`,
			endings: `lar ler ları leri yor iyor ıyor uyor üyor mak mek dim dım dum düm ması mesi lik lık ınız iniz dan den mız miz ebilir abilir ince yım yim rum`,
			letters: `ğış`,
		},
		{
			tag: "id",
			strong: `halo terima kasih tolong silakan silahkan kapan kenapa mengapa berapa mau bantuan pesanan gimana bagaimana nggak enggak gak
				bisa tidak sudah belum mana banget saya udah aja dong sih nih`,
			words: `dan atau tapi tetapi yang di ke dari untuk dengan pada oleh ini itu apa siapa kami kita anda kamu aku dia mereka nya
				ada adalah akan sedang telah harus dapat ingin perlu jika kalau karena agar supaya juga lagi masih hanya sangat
				lebih kurang banyak sedikit semua tak bukan jangan sini sana sekarang hari besok kemarin tadi nanti selalu pernah
				lalu setelah sebelum sampai seperti tanpa antara order pesan paket barang kirim dikirim pengiriman datang tiba terima
				diterima menerima beli membeli bayar membayar pembayaran uang harga biaya akun sandi kartu tagihan faktur kembali
				mengembalikan pengembalian tukar ganti mengganti ubah mengubah batal membatalkan batalkan janji jadwal reservasi masalah
				rusak salah bantu membantu bicara berbicara orang petugas minggu bulan jam nomor alamat ukuran baru baik ya pagi siang
				sore malam selamat buka tutup toko dapatkan kak min mohon lama rumah tempat makan masuk kata sekali kamar tetap pergi`,
			faint:   `di ini ada ke order min bisa mana mau ya pukul semalam balik bila kos kedai hai petang tayangan`,
			endings: `kan annya nya tkan lah aan ikan`,
			starts:  `mem men ber ter per`,
		},
		{
			tag: "ms",
			strong: `hai helo terima kasih tolong sila bila kenapa mengapa berapa nak bantuan pesanan macam bagaimana awak
				boleh tidak sudah belum mana saya cik encik takkan bukankah kah wang`,
			words: `dan atau tapi tetapi yang di ke dari untuk dengan pada oleh ini itu apa siapa kami kita anda kamu aku dia mereka nya
				ada adalah akan sedang telah harus dapat ingin perlu jika kalau kerana supaya juga lagi masih hanya
				lebih kurang banyak sedikit semua tak bukan jangan sini sana sekarang hari esok semalam tadi nanti selalu pernah
				lepas selepas sebelum sampai seperti tanpa antara pesan bungkusan barang hantar dihantar penghantaran datang tiba
				diterima menerima beli membeli bayar membayar pembayaran duit harga kos akaun laluan kad bil invois kembali
				memulangkan pulangkan bayaran balik tukar ubah menukar batal membatalkan batalkan temujanji tempahan menempah masalah
				rosak salah bantu membantu cakap bercakap orang pegawai minggu bulan pukul jam nombor alamat saiz baru baharu baik ya pagi
				petang malam selamat buka tutup kedai log masuk kata mahu daripada ialah sahaja`,
			faint:   `di ini ada ke mana ya pukul semalam bila kos kedai balik`,
			endings: `kan annya nya tkan lah aan ikan`,
			starts:  `mem men ber ter per`,
		},
		{
			tag:    "vi",
			strong: `xin chào cảm ơn khi tại sao bao nhiêu muốn cần giúp đơn hàng của tôi không được mình shop ạ bạn rồi chưa`,
			words: `và là có cho với trong trên dưới từ đến ở này đó kia gì ai nào đâu thế như vì nếu thì mà nhưng hay hoặc đã đang sẽ
				vẫn còn cũng chỉ rất quá nhiều ít hơn tất cả mọi người khác nhau ngày hôm nay mai qua bây giờ lúc sau trước
				đặt giao gửi nhận mua bán trả tiền giá phí tài khoản mật khẩu thẻ hóa đơn hoàn lại đổi hủy lịch hẹn chỗ vấn đề lỗi hỏng
				hỗ trợ nói chuyện nhân viên tuần tháng số điện thoại địa chỉ cỡ mới tốt vâng sai hỏi mở cửa đóng tôi em anh chị ơi nhé
				làm ơn việc phải để ra vào lên xuống bị bằng bên theo cái con một hai ba các những thanh toán sản phẩm`,
			faint:   `anh em con cho ai xin khi shop sao`,
			letters: `ơưđạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹăũĩ`,
		},
		{
			tag: "tl",
			strong: `salamat kumusta kamusta magandang po opo paano kailan bakit magkano gusto kailangan tulong nasaan saan ang mga hindi
				yung aking ako`,
			words: `ng sa na ay at o pero kung dahil para mula hanggang kapag ito iyan iyon dito diyan doon ano sino alin ikaw siya
				kami tayo kayo sila ko mo niya namin natin ninyo nila akin inyo may mayroon meron wala walang pa lang rin din ba nga naman
				talaga kasi lahat iba bawat isa dalawa ngayon kahapon bukas araw linggo buwan oras gabi umaga hapon maganda mabuti
				pwede puwede maaari dapat order in-order inorder padala ipinadala natanggap dumating dumarating bumili binili bayad binayaran
				magbayad pera presyo babayaran ibalik palitan kanselahin i-cancel sira mali tanong makausap tao gumagana number bago oo
				nakuha makuha nakalimutan akong kong`,
			faint:   `at na o sa may ko mo ba para ang ay pa`,
			endings: `han hin ang ing ong`,
			starts:  `nag mag pag nak`,
		},
		{
			tag:    "sw",
			strong: `habari asante tafadhali lini kwa nini kiasi nataka nahitaji msaada wapi agizo langu yangu jambo hujambo naomba sijapokea`,
			words: `na ya wa za la cha vya kwa ni si katika kutoka hadi kama lakini au pia sana tu bado sasa leo jana kesho hapa pale huko
				mimi wewe yeye sisi ninyi wao wangu yako yake yetu yenu hii hiyo hizi huyu hilo gani nani vipi je ndiyo hapana nina una
				ana tuna mna wana nilikuwa ilikuwa itakuwa kuwa kufanya kupata kulipa nimelipa nililipa kununua nilinunua pesa bei akaunti
				nenosiri kadi ankara kurudisha kurejesha kubadilisha kughairi miadi tatizo haifanyi kazi kuzungumza mtu wiki siku mwezi saa
				namba anwani mpya nzuri mzigo wangu umefika haujafika kifurushi swali nyingine yote`,
			faint:   `na ya la wa ni za una si sana tu`,
			endings: `isha ika liwa wapi`,
			starts:  `nim nil ume haw`,
		},
	}
}
